import { frameSamples, voiceRate } from './frame.ts';
import { createResampler } from './resample.ts';

/** Of AudioWorkletGlobalScope, which the library of types for pages leaves out. */
declare const sampleRate: number;
declare const currentTime: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** 20 ms of what the microphone hears, and when by the clock of the sound itself, ms. */
export interface Captured {
  readonly samples: Int16Array<ArrayBuffer>;
  readonly at: number;
}

/** Cuts what the microphone hears into frames; runs in the browser's thread of sound, so a busy page is not heard. */
class Capture extends AudioWorkletProcessor {
  readonly #resample = createResampler(sampleRate, voiceRate);
  #frame = new Int16Array(frameSamples);
  #filled = 0;

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    for (const sample of this.#resample(input?.[0] ?? new Float32Array(128))) {
      this.#frame[this.#filled++] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
      if (this.#filled === frameSamples) this.#send();
    }
    return true;
  }

  #send(): void {
    const captured: Captured = { samples: this.#frame, at: currentTime * 1_000 };
    this.port.postMessage(captured, [captured.samples.buffer]);
    this.#frame = new Int16Array(frameSamples);
    this.#filled = 0;
  }
}

registerProcessor('capture', Capture);
