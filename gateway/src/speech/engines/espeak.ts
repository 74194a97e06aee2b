import type { Clock } from '../../core/clock/clock.ts';
import { AppError } from '../../core/errors.ts';
import type { Engine } from '../engine.ts';
import { readWav } from '../sound/wav.ts';
import { failed, findOnPath, runProgram } from './program.ts';

/** Words a minute at speed 1: from afar, with an echo, the standard 175 is too fast. */
const wordsPerMinute = 150;
const deadlineMs = 20_000;
/** Ten minutes of a sentence that has at most 300 characters: something is wrong. */
const mostBytes = 30_000_000;

export interface EspeakDeps {
  readonly clock: Clock;
  /** Where the program is looked for, as `$PATH`. */
  readonly searchPath?: () => string;
}

/** espeak-ng of Debian, the northern voice: always there, understood, and nobody's favourite. */
export function createEspeak({ clock, searchPath = () => process.env.PATH ?? '' }: EspeakDeps): Engine {
  const find = () => findOnPath('espeak-ng', searchPath());

  return {
    name: 'espeak-ng',
    problem: async () => (find() === null ? { code: 'speech.engine-missing', params: { program: 'espeak-ng' } } : null),
    async open(signal) {
      const path = find();
      if (path === null) throw missing();
      return {
        async say(sentence, speed) {
          // The text goes in by stdin: nothing in it can be an option, and without -m none of it is markup.
          const args = ['-v', 'vi', '-b', '1', '-s', String(Math.round(wordsPerMinute * speed)), '--stdin', '--stdout'];
          const sound = readWav(
            await runProgram({ path, args, input: sentence, deadlineMs, mostBytes, signal }, clock),
          );
          if (!sound) throw failed('espeak-ng wrote no sound');
          return sound;
        },
        close: () => undefined,
      };
    },
  };
}

export function missing(): AppError {
  return new AppError(
    'speech.engine-missing',
    503,
    'Nothing can speak here: run `sudo apt-get install -y espeak-ng`; nothing else needs to be restarted.',
    { params: { program: 'espeak-ng' } },
  );
}
