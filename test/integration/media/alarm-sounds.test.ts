import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createAlarmSounds } from '../../../gateway/src/media/alarm-sounds.ts';
import { createMedia } from '../../../gateway/src/media/media.ts';
import { alarms } from '../../../gateway/src/media/synth/alarms.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { readWav, soundFolder } from '../../support/sound.ts';

const folder = await soundFolder();
afterAll(() => folder.remove());
const sounds = createAlarmSounds({ folder: folder.path('alarms'), log: quietLog });
const media = createMedia({ clock: createSystemClock(), log: quietLog });
await sounds.start();
const kinds = [sounds.siren, sounds.drill, sounds.allClear];

describe('the sounds of an emergency', () => {
  it.each(kinds)('$title is canonical, as long as it says, and at its level', async ({ path, durationMs }) => {
    expect(await media.probe(path, new AbortController().signal)).toMatchObject({ codec: 'pcm_s16le', durationMs });
    const { lufs, truePeakDb } = await media.measure(path, {
      signal: new AbortController().signal,
      expectedMs: durationMs,
    });
    expect(Math.abs(lufs + 16)).toBeLessThanOrEqual(0.5);
    expect(truePeakDb).toBeLessThanOrEqual(-1.5);
  });

  it('are written again when somebody spoiled them', async () => {
    await writeFile(sounds.siren.path, 'a shopping list');
    await sounds.start();
    expect((await readWav(sounds.siren.path)).length).toBe(10 * 48_000);
  });

  it('are there at the next start without being written again', async () => {
    const before = await readFile(sounds.siren.path);
    await sounds.start();
    expect((await readFile(sounds.siren.path)).equals(before)).toBe(true);
  });
});

describe('the siren', () => {
  const samples = alarms.siren.make();
  const stepAt = (n: number) => Math.abs((samples[(n + 1) % samples.length] ?? 0) - (samples[n] ?? 0));

  it('has no seam where it begins again', () => {
    const largest = samples.reduce((most, _, n) => (n < samples.length - 1 ? Math.max(most, stepAt(n)) : most), 0);
    expect(stepAt(samples.length - 1)).toBeLessThan(largest / 2);
  });

  it('glides up and down, twice a round', () => {
    const crossings = (fromMs: number) => {
      const part = samples.slice(fromMs * 48, (fromMs + 200) * 48);
      return part.reduce((sum, sample, n) => sum + Number(n > 0 && (part[n - 1] ?? 0) < 0 && sample >= 0), 0) * 5;
    };
    const tones = [0, 2_400, 4_900, 7_400, 9_800].map(crossings);
    expect(tones.map((hz) => (hz > 900 ? 'high' : hz < 500 ? 'low' : hz))).toEqual([
      'low',
      'high',
      'low',
      'high',
      'low',
    ]);
  });
});
