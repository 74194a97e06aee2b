import { newId } from '../core/ids.ts';
import { wavHeader } from '../core/wav.ts';

/** Sound that was just heard, kept in memory until a few others were: to listen to what a test found. */
export interface KeptSounds {
  keep(samples: Int16Array): string;
  find(id: string): Int16Array | undefined;
}

/** Six seconds each, 600 KB. */
const most = 6;

export function createKeptSounds(): KeptSounds {
  const kept = new Map<string, Int16Array>();
  return {
    keep(samples) {
      const id = newId();
      kept.set(id, samples);
      for (const old of [...kept.keys()].slice(0, -most)) kept.delete(old);
      return id;
    },
    find: (id) => kept.get(id),
  };
}

/** The samples as a canonical WAV file. */
export function wavOf(samples: Int16Array): Buffer {
  const sound = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return Buffer.concat([wavHeader(samples.length), sound]);
}
