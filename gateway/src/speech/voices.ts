import type { Reason } from '../contract/index.ts';
import { AppError, messageOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { Engine } from './engine.ts';
import { missing } from './engines/espeak.ts';
import { scriptOf, type Line, type Reading } from './script.ts';
import { trim } from './sound/trim.ts';
import { createWav, type WavWriter } from './sound/wav-writer.ts';

export interface SpeakWatch {
  readonly signal: AbortSignal;
  /** 0…1 of the lines. */
  readonly onProgress: (share: number) => void;
}

export interface Voices {
  /** All that could speak, the best first, and what keeps each from it. */
  list(): Promise<{ readonly engine: Engine['name']; readonly problem: Reason | null }[]>;
  /** Refuses with `speech.engine-missing` when none can. */
  requireOne(): Promise<void>;
  /** Writes the reading to `target`, a mono WAV. When the best voice fails the next one reads all of it. */
  speak(reading: Reading, target: string, watch: SpeakWatch): Promise<void>;
}

/** `engines`: the best first. */
export function createVoices({ engines, log }: { engines: readonly Engine[]; log: Logger }): Voices {
  async function ready(): Promise<Engine[]> {
    const problems = await Promise.all(engines.map((engine) => engine.problem()));
    return engines.filter((_, at) => problems[at] === null);
  }

  async function speakWith(engine: Engine, lines: readonly Line[], target: string, watch: SpeakWatch): Promise<void> {
    const voice = await engine.open(watch.signal);
    let wav: WavWriter | null = null;
    try {
      for (const [at, { text, speed, pauseMs }] of lines.entries()) {
        watch.signal.throwIfAborted();
        const { samples, rate } = await voice.say(text, speed);
        wav ??= await createWav(target, rate);
        await wav.add(trim(samples, rate));
        await wav.silence(pauseMs);
        watch.onProgress((at + 1) / lines.length);
      }
      await wav?.finish();
    } catch (error) {
      throw (error as NodeJS.ErrnoException | null)?.code === 'ENOSPC' ? diskFull(error) : error;
    } finally {
      voice.close();
      await wav?.close();
    }
  }

  return {
    list: async () =>
      Promise.all(engines.map(async (engine) => ({ engine: engine.name, problem: await engine.problem() }))),
    async requireOne() {
      if ((await ready()).length === 0) throw missing();
    },
    async speak(reading, target, watch) {
      const lines = scriptOf(reading);
      const able = await ready();
      for (const [at, engine] of able.entries()) {
        try {
          return await speakWith(engine, lines, target, watch);
        } catch (error) {
          const last = at === able.length - 1;
          if (last || watch.signal.aborted || (error instanceof AppError && error.code === 'storage.full')) throw error;
          log.warn({ engine: engine.name, err: error, reason: messageOf(error) }, 'voice failed, the next one reads');
        }
      }
      throw missing();
    },
  };
}

function diskFull(cause: unknown): AppError {
  return new AppError('storage.full', 507, 'The disk is full: free some space and try again.', { cause });
}
