import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { createAiredSound } from '../../gateway/src/air-log/aired-sound.ts';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createMedia } from '../../gateway/src/media/media.ts';
import { makeSpeech } from '../integration/media/sounds.ts';
import { quietLog } from '../support/quiet-log.ts';
import { readWav } from '../support/sound.ts';
import { costOf } from './child-cost.ts';

/** What recording costs while it airs, in real time: one bus, and four at once. */
const seconds = 60;
const clock = createSystemClock();
const pieceFrames = 24_000;

it('recording what airs', { timeout: 600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-bench-'));
  try {
    const file = join(folder, 'speech.wav');
    await makeSpeech(file);
    const speech = await readWav(file);
    const rows: Record<string, Record<string, number>> = {};
    for (const buses of [1, 4]) {
      const airedSound = createAiredSound({
        folder: join(folder, String(buses)),
        coder: createMedia({ clock, log: quietLog }),
        settings: { get: async () => null, set: async () => undefined },
        freeBytes: async () => 1e12,
        clock,
        log: quietLog,
      });
      await airedSound.start();
      const ownBefore = process.cpuUsage();
      const cost = await costOf(async () => {
        const begun = clock.now();
        for (let piece = 0; piece < 2 * seconds; piece++) {
          await clock.sleep(begun + 500 * piece - clock.now());
          const from = (piece * pieceFrames) % (speech.length - pieceFrames);
          const samples = speech.slice(from, from + pieceFrames);
          for (let bus = 0; bus < buses; bus++) airedSound.take(`bus-${bus}`, { at: begun + 500 * piece, samples });
        }
        await airedSound.stop();
      });
      const own = process.cpuUsage(ownBefore);
      rows[`${buses} sounding`] = {
        'encoders, % of a core': round((100 * cost.cpuMs) / (seconds * 1000)),
        '× real time, per core and bus': Math.round((buses * seconds * 1000) / cost.cpuMs),
        'gateway, % of a core': round((own.user + own.system) / 1000 / (seconds * 10)),
        'peak MiB an encoder': Math.round(cost.peakMiB),
        'MB an hour and bus': round((airedSound.state().heldBytes / buses / seconds) * 0.0036),
      };
    }
    console.log(`\nrecording ${seconds} s of speech as it airs, ${cpus().length} cores`);
    console.table(rows);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
