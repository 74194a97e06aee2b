import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { framesPerMs, readCanonicalWav, wavHeaderBytes } from '../core/wav.ts';
import { messageOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { Cue } from '../library/ports.ts';

export type SpokenPurpose = 'drill' | 'all-clear';

export interface SpokenWordsParts {
  /** Where what is spoken is kept. */
  readonly folder: string;
  /** `drill.txt` and `all-clear.txt`: what a village that has recorded nothing says. */
  readonly textsFolder: string;
  /** Speaks into a new canonical file. */
  readonly speak: (text: string, target: string, signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
}

/**
 * Words for a drill and for the all-clear, spoken once while nothing is on air and kept as a file: a drill says that it
 * is one though nobody has recorded that. Without a voice, or with an emptied text, the chime stands alone.
 */
export function createSpokenWords({ folder, textsFolder, speak, log }: SpokenWordsParts) {
  const ready = new Map<SpokenPurpose, Cue>();
  const stopping = new AbortController();
  let preparing: Promise<void> = Promise.resolve();

  async function prepare(purpose: SpokenPurpose): Promise<void> {
    const text = (await readFile(join(textsFolder, `${purpose}.txt`), 'utf8')).normalize('NFC').trim();
    if (text === '') return;
    const name = `${purpose}-words-${createHash('sha256').update(text).digest('hex').slice(0, 16)}.wav`;
    const path = join(folder, name);
    if ((await lengthOf(path)) === null) {
      await mkdir(folder, { recursive: true });
      const draft = join(folder, `${purpose}-new.wav`);
      await speak(text, draft, stopping.signal);
      await rename(draft, path);
    }
    const durationMs = await lengthOf(path);
    if (durationMs === null) throw new Error(`${path} is no canonical sound`);
    ready.set(purpose, { title: `${purpose}-words`, path, durationMs });
    // What it said before somebody changed the text.
    const old = (await readdir(folder)).filter((file) => file.startsWith(`${purpose}-words-`) && file !== name);
    for (const file of old) await rm(join(folder, file), { force: true });
  }

  return {
    /** Prepared already, or null. */
    words: (purpose: SpokenPurpose): Cue | null => ready.get(purpose) ?? null,

    /** Begins, and waits for nothing: an emergency needs none of it. */
    start(): void {
      preparing = (async () => {
        for (const purpose of ['drill', 'all-clear'] as const) {
          if (stopping.signal.aborted) return;
          await prepare(purpose).catch((error: unknown) => {
            log.warn({ purpose, reason: messageOf(error) }, 'no words for it: the chime stands alone');
          });
        }
      })();
    },

    /** Everything that can be prepared is. */
    settled: (): Promise<void> => preparing,

    async stop(): Promise<void> {
      stopping.abort();
      await preparing;
    },
  };
}

/** Of a canonical file, ms; null: it is not there, or spoiled. */
async function lengthOf(path: string): Promise<number | null> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return null;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wavHeaderBytes), 0, wavHeaderBytes, 0);
    const verdict = readCanonicalWav(buffer.subarray(0, bytesRead), size);
    return 'sound' in verdict ? verdict.sound.frames / framesPerMs : null;
  } finally {
    await file.close();
  }
}

export type SpokenWords = ReturnType<typeof createSpokenWords>;
