import { describe, expect, test } from 'vitest';
import { createSilenceWatch, fileSilence } from '../../../gateway/src/audio/silence-watch.ts';
import { tone } from '../../support/sound.ts';

/** The amplitude of a sine whose power is `db` dBFS. */
const amplitude = (db: number) => 32_768 * Math.SQRT2 * 10 ** (db / 20);

/** How many ms it took the watch to say that it is silent, fed in pieces of `pieceMs`; null: it never did. */
function silentAfter(sound: Int16Array, watch = createSilenceWatch(fileSilence), pieceMs = 10): number | null {
  for (let at = 0; at < sound.length; at += pieceMs * 48) {
    if (watch.hears(sound.subarray(at, at + pieceMs * 48))) return at / 48 + pieceMs;
  }
  return null;
}

describe('a sound that has fallen silent', () => {
  test('is noticed after eight seconds, not before', () => {
    const sound = Int16Array.from([...tone(1_000), ...new Int16Array(9_000 * 48)]);
    expect(silentAfter(sound)).toBe(9_000);
    expect(silentAfter(sound.subarray(0, 8_990 * 48))).toBeNull();
  });

  test('is noticed by its power: hiss below −50 dBFS is silence, a little more is not', () => {
    expect(silentAfter(tone(9_000, 440, amplitude(-51)))).toBe(8_000);
    expect(silentAfter(tone(9_000, 440, amplitude(-49)))).toBeNull();
  });

  test('stays silent through a crackle of a single sample, and with a constant offset on the line', () => {
    const sound = new Int16Array(9_000 * 48).fill(400);
    sound[4_000 * 48] = 700;
    expect(silentAfter(sound)).toBe(8_000);
  });

  test('is not silent when a word comes every seven seconds', () => {
    const word = Int16Array.from([...tone(300), ...new Int16Array(6_700 * 48)]);
    const watch = createSilenceWatch(fileSilence);
    for (let i = 0; i < 5; i++) expect(silentAfter(word, watch)).toBeNull();
    expect(watch.silentMs()).toBeGreaterThan(6_000);
  });

  test('is judged alike in pieces of any size', () => {
    const sound = Int16Array.from([...tone(1_230), ...new Int16Array(10_000 * 48)]);
    const one = createSilenceWatch(fileSilence);
    expect(one.hears(sound)).toBe(true);
    expect(silentAfter(sound, createSilenceWatch(fileSilence), 7)).toBeGreaterThanOrEqual(9_230);
    one.reset();
    expect(one.silentMs()).toBe(0);
    expect(one.hears(new Int16Array(480))).toBe(false);
  });

  test('of a rebroadcast is given its own time', () => {
    const watch = createSilenceWatch({ belowDb: -50, forMs: 10_000 });
    expect(silentAfter(new Int16Array(12_000 * 48), watch)).toBe(10_000);
  });
});
