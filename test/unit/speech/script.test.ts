import { expect, it } from 'vitest';
import { wavHeader } from '../../../gateway/src/core/wav.ts';
import { estimateMs, scriptOf } from '../../../gateway/src/speech/script.ts';
import { trim } from '../../../gateway/src/speech/sound/trim.ts';
import { readWav } from '../../../gateway/src/speech/sound/wav.ts';

it('what is read twice is announced the second time, and slower', () => {
  expect(scriptOf({ text: 'Một. Hai.', speed: 1, twice: true })).toEqual([
    { text: 'Một.', speed: 1, pauseMs: 400 },
    { text: 'Hai.', speed: 1, pauseMs: 1_200 },
    { text: 'Xin nhắc lại.', speed: 0.85, pauseMs: 400 },
    { text: 'Một.', speed: 0.85, pauseMs: 400 },
    { text: 'Hai.', speed: 0.85, pauseMs: 0 },
  ]);
});

it('a sentence without an end is said in breaths: at its commas, else between words, and nothing is lost', () => {
  const words = Array.from({ length: 200 }, (_, n) => `x${'a'.repeat(n % 7)}${n % 20 === 0 ? ',' : ''}`).join(' ');
  for (const text of [words, words.replaceAll(',', ''), 'a'.repeat(1_000)]) {
    const lines = scriptOf({ text, speed: 1, twice: false });
    expect(Math.max(...lines.map((line) => line.text.length))).toBeLessThanOrEqual(300);
    const said = lines.map((line) => line.text).join('');
    expect(said.toLowerCase().replace(/\W/g, '')).toBe(text.replace(/\W/g, ''));
  }
});

it('how long it will be is foretold: longer when slower, twice and a bit when read twice', () => {
  const text = 'Kính mời bà con đến nhà văn hóa họp.';
  const estimate = (speed: number, twice: boolean) => estimateMs(scriptOf({ text, speed, twice }));
  expect(estimate(1, false)).toBe(9 * 262);
  expect(estimate(0.5, false)).toBe(2 * 9 * 262);
  expect(estimate(1, true)).toBeGreaterThan(2 * estimate(1, false));
});

it('the silence around a sentence is cut off, so that a pause is as long as we say', () => {
  const samples = new Int16Array(3_000);
  samples.fill(5_000, 1_000, 2_000);
  expect(trim(samples, 1_000).length).toBe(1_030);
  expect(trim(new Int16Array(100), 1_000).length).toBe(0);
});

it('a WAV is read as it was written, also one whose program did not know its length', () => {
  const file = Buffer.concat([wavHeader(2, 22_050), Buffer.from([1, 0, 255, 255])]);
  expect(readWav(file)).toEqual({ rate: 22_050, samples: Int16Array.of(1, -1) });
  file.writeUInt32LE(0x7fff_ffff, 40);
  expect(readWav(file)?.samples).toEqual(Int16Array.of(1, -1));
  for (const not of [Buffer.alloc(0), Buffer.from('hello'), Buffer.alloc(100), wavHeader(0, 8_000).subarray(0, 30)]) {
    expect(readWav(not)).toBeNull();
  }
});
