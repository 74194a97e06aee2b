/** The part of sherpa-onnx-node 1.13 that is used; it brings no types. Optional: it may not be installed. */
declare module 'sherpa-onnx-node' {
  interface OfflineTtsConfig {
    readonly model: {
      readonly vits: {
        readonly model: string;
        readonly tokens: string;
        readonly dataDir: string;
        readonly lengthScale?: number;
      };
      readonly numThreads: number;
      readonly provider: 'cpu';
      readonly debug: boolean;
    };
    readonly maxNumSentences: number;
  }

  interface OfflineTts {
    generate(request: {
      readonly text: string;
      readonly sid: number;
      readonly speed: number;
      readonly enableExternalBuffer: boolean;
    }): { readonly samples: Float32Array; readonly sampleRate: number };
  }

  const sherpa: { readonly OfflineTts: new (config: OfflineTtsConfig) => OfflineTts };
  export default sherpa;
}
