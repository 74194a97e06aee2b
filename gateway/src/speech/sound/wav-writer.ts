import { open, type FileHandle } from 'node:fs/promises';
import { headerBytes, wavHeader } from './wav.ts';

/** A WAV that is written as it is spoken: a long text is never whole in memory. */
export interface WavWriter {
  add(samples: Int16Array): Promise<void>;
  silence(ms: number): Promise<void>;
  /** Now its header is true, and it is on the disk. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

export async function createWav(path: string, rate: number): Promise<WavWriter> {
  const file: FileHandle = await open(path, 'w');
  let count = 0;

  async function add(samples: Int16Array): Promise<void> {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    await file.writev([bytes], headerBytes + count * 2);
    count += samples.length;
  }

  return {
    add,
    silence: (ms) => add(new Int16Array(Math.round((ms * rate) / 1000))),
    async finish() {
      await file.write(wavHeader(rate, count), 0, headerBytes, 0);
      await file.sync();
    },
    close: () => file.close(),
  };
}
