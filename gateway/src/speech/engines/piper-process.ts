import { getPriority, setPriority } from 'node:os';
import type { FromPiper, PiperModel, ToPiper } from './piper-messages.ts';

/**
 * A process of its own holds the model: native code that crashes takes nothing along, a sentence that takes seconds
 * holds up nobody, and afterwards its two hundred megabytes are free again.
 */
setPriority(Math.max(getPriority(), 10));

type Say = (sentence: string, speed: number) => { samples: Float32Array; rate: number };

async function load({ model, tokens, dataDir }: PiperModel): Promise<Say> {
  const { default: sherpa } = await import('sherpa-onnx-node');
  const voice = new sherpa.OfflineTts({
    model: { vits: { model, tokens, dataDir }, numThreads: 1, provider: 'cpu', debug: false },
    maxNumSentences: 1,
  });
  return (text, speed) => {
    const { samples, sampleRate } = voice.generate({ text, sid: 0, speed, enableExternalBuffer: false });
    return { samples, rate: sampleRate };
  };
}

const tell = (message: FromPiper) => process.send?.(message);
let say: Say | null = null;

async function hear(message: ToPiper): Promise<void> {
  try {
    if (message.kind === 'load') {
      say = await load(message.model);
      return void tell({ kind: 'loaded' });
    }
    if (say === null) throw new Error('no model is loaded');
    const { samples, rate } = say(message.sentence, message.speed);
    tell({ kind: 'said', sound: { samples: Int16Array.from(samples, (sample) => toInt16(sample)), rate } });
  } catch (error) {
    tell({ kind: 'failed', detail: error instanceof Error ? error.message : String(error) });
  }
}

const toInt16 = (sample: number) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);

process.on('message', (message) => void hear(message as ToPiper));
process.on('disconnect', () => process.exit(0));
