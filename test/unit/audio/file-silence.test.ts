import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSilence } from '../../../gateway/src/audio/file-silence.ts';
import { fileSilence } from '../../../gateway/src/audio/silence-watch.ts';
import { noise, soundFolder } from '../../support/sound.ts';

let folder: Awaited<ReturnType<typeof soundFolder>>;
beforeAll(async () => {
  folder = await soundFolder();
});
afterAll(() => folder.remove());

const silence = (seconds: number) => new Int16Array(seconds * 48_000);
const never = new AbortController().signal;

test.each([
  ['a long silence between words', [noise(2_300), silence(9), noise(500)], 2_300],
  ['a file without any sound', [silence(12)], 0],
  ['silence before the first word', [silence(10), noise(500)], 0],
  ['a silence only at the end', [noise(2_000), silence(40)], null],
  ['pauses of seven seconds', [noise(500), silence(7), noise(500), silence(7), noise(500)], null],
])('%s is found as the mixer would leave it', async (name, parts, fromMs) => {
  const path = await folder.write(`${name}.wav`, Int16Array.from(parts.flatMap((part) => [...part])));
  const found = await findSilence(path, fileSilence, never);
  if (fromMs === null) return expect(found).toBeNull();
  expect(found?.fromMs).toBeGreaterThanOrEqual(fromMs);
  expect(found?.fromMs).toBeLessThanOrEqual(fromMs + 100);
});
