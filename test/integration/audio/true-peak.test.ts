import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createLimiter } from '../../../gateway/src/audio/limiter.ts';

/** Somebody else's meter: ffmpeg's `ebur128`, which rounds to tenths of a decibel. */
function truePeakDb(sound: Int16Array): number {
  const arguments_ = ['-hide_banner', '-nostdin', '-f', 's16le', '-ar', '48000', '-ac', '1', '-i', 'pipe:0'];
  const { stderr } = spawnSync(
    'ffmpeg',
    [...arguments_, '-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'],
    { input: Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength) },
  );
  return Number(/Peak:\s+(\S+) dBFS\s*$/.exec(String(stderr))?.[1]);
}

const seconds = 3;
const fullScale = 32_767;
/** With silence around it: a meter that starts in the middle of a wave sees a step that is not there. */
const around = 4_800;

function limited(waveAt: (i: number) => number): Int16Array {
  const limiter = createLimiter();
  const mix = new Float32Array(seconds * 48_000 + 2 * around);
  for (let i = 0; i < seconds * 48_000; i++) mix[around + i] = waveAt(i);
  const out: number[] = [];
  for (let at = 0; at < mix.length; at += 480) out.push(...limiter.write(mix.subarray(at, at + 480)));
  return Int16Array.from(out);
}

const sine = (hz: number, i: number, phase = 0) => Math.sin((2 * Math.PI * hz * i) / 48_000 + phase);
let state = 1;
const white = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 31 - 1;

const torture: Record<string, (i: number) => number> = {
  'two plays at full scale': (i) => fullScale * (sine(997, i) + sine(1_499, i)),
  'four plays at full scale': (i) => fullScale * (sine(997, i) + sine(1_499, i) + sine(60, i) + sine(12_345, i)),
  'a quarter of the rate at 45°': (i) => fullScale * Math.SQRT2 * sine(12_000, i, Math.PI / 4),
  'the same, twice too loud': (i) => 2 * fullScale * Math.SQRT2 * sine(12_000, i, Math.PI / 4),
  'a third of the rate': (i) => 2 * fullScale * sine(16_000, i, 0.3),
  'near the highest pitch there is': (i) => 2 * fullScale * sine(21_000, i, 0.3),
  'white noise, four times too loud': () => 4 * fullScale * white(),
  'bursts of noise out of near silence': (i) => (Math.floor(i / 4_800) % 2 ? 4 : 0.05) * fullScale * white(),
  'a square wave': (i) => 2 * fullScale * Math.sign(sine(440.3, i)),
  'single clicks': (i) => (i % 4_801 === 0 ? 3 * fullScale : 0),
};

test.each(Object.keys(torture))('the mixer keeps %s at or below −1 dBTP by another meter', (name) => {
  const peak = truePeakDb(limited(torture[name] ?? (() => 0)));
  expect(peak).toBeLessThanOrEqual(-1);
  // And is not quieter than it has to be.
  expect(peak).toBeGreaterThan(-1.5);
});
