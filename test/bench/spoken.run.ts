import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { it } from 'vitest';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { prepare } from '../../gateway/src/library/prepare.ts';
import { createMedia } from '../../gateway/src/media/media.ts';
import { createEspeak } from '../../gateway/src/speech/engines/espeak.ts';
import { createVoices } from '../../gateway/src/speech/voices.ts';
import { quietLog } from '../support/quiet-log.ts';
import { readWav, soundFolder } from '../support/sound.ts';
import { twentySentences } from '../unit/speech/twenty-sentences.ts';
import { quantile } from './audio-figures.ts';
import { costOf, type Cost } from './child-cost.ts';

/**
 * From a text of a hundred words to sound that may air: read out (numbers, dates, abbreviations), spoken sentence by
 * sentence, put at its loudness and measured again; beside espeak-ng given the whole text at once, which is what it
 * costs without any of that.
 */
const exec = promisify(execFile);
const rounds = 7;
const clock = createSystemClock();
const never = new AbortController().signal;

function hundredWords(): string {
  const words = twentySentences.flatMap(([written]) => [...written.split(/\s+/)]);
  return words.slice(0, 100).join(' ');
}

it('a hundred words to sound', async () => {
  const folder = await soundFolder();
  try {
    const media = createMedia({ clock, log: quietLog });
    const voices = createVoices({ engines: [createEspeak({ clock })], log: quietLog });
    const text = hundredWords();
    const [spoken, ours, theirs] = ['spoken.wav', 'ours.wav', 'theirs.wav'].map((name) => folder.path(name));
    const speak = () =>
      voices.speak({ text, speed: 1, twice: false }, spoken ?? '', { signal: never, onProgress: () => undefined });
    const level = () => prepare(media, spoken ?? '', ours ?? '', { signal: never, onStep: () => undefined });
    const alone = () => exec('espeak-ng', ['-v', 'vi', '-s', '150', '-w', theirs ?? '', text]);
    const rows = {
      'read and spoken, sentence by sentence': await figures(speak),
      'put at its loudness': await figures(level),
      'espeak-ng alone, the text as it is written': await figures(alone),
    };
    const seconds = (await readWav(ours ?? '')).length / 48_000;
    console.log(`\n${text.split(/\s+/).length} words, ${seconds.toFixed(0)} s of sound, ${rounds} times`);
    console.table(rows);
  } finally {
    await folder.remove();
  }
});

async function figures(run: () => Promise<unknown>): Promise<Record<string, number>> {
  const costs: Cost[] = [];
  for (let round = 0; round < rounds; round++) costs.push(await costOf(run));
  const of = (pick: (cost: Cost) => number, q: number) => Math.round(quantile(costs.map(pick), q));
  return {
    'ms, p50': of(({ wallMs }) => wallMs, 0.5),
    'ms, max': of(({ wallMs }) => wallMs, 1),
    'processor ms, p50': of(({ cpuMs }) => cpuMs, 0.5),
    'peak MiB a process': of(({ peakMiB }) => peakMiB, 1),
  };
}
