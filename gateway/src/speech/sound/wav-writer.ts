import { open, type FileHandle } from 'node:fs/promises';
import { bytesPerFrame, wavHeader, wavHeaderBytes } from '../../core/wav.ts';

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
  let frames = 0;

  /** All of it: a disk that fills up in the midst takes a part, and says so only at the next. */
  async function put(bytes: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
      done += bytesWritten;
    }
  }

  async function add(samples: Int16Array): Promise<void> {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    await put(bytes, wavHeaderBytes + frames * bytesPerFrame);
    frames += samples.length;
  }

  return {
    add,
    silence: (ms) => add(new Int16Array(Math.round((ms * rate) / 1000))),
    async finish() {
      await put(wavHeader(frames, rate), 0);
      await file.sync();
    },
    close: () => file.close(),
  };
}
