import { describe, expect, test } from 'vitest';
import { createInputWatch } from '../../../gateway/src/audio/input-watch.ts';
import { tone } from '../../support/sound.ts';

/** White noise of that RMS amplitude. */
function hiss(ms: number, rms: number): Int16Array {
  let state = 7;
  return Int16Array.from({ length: ms * 48 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.round((state / 2 ** 31 - 1) * Math.sqrt(3) * rms);
  });
}

/** Syllables over a quiet room: 180 ms of voice, 120 ms without. */
function speech(ms: number, amplitude = 9_000): Int16Array {
  const room = hiss(ms, 30);
  const voice = tone(ms, 180, amplitude);
  return room.map((sample, i) => sample + (Math.floor(i / 48) % 300 < 180 ? (voice[i] ?? 0) : 0));
}

function faultOf(sound: Int16Array) {
  const watch = createInputWatch();
  for (let at = 0; at < sound.length; at += 960) watch.hears(sound.subarray(at, at + 960));
  return watch.fault();
}

describe('a microphone', () => {
  test('that somebody speaks into is well', () => {
    expect(faultOf(speech(10_000))).toBeNull();
  });

  test('that sends nothing but zeros, or next to nothing, has no signal after three seconds', () => {
    expect(faultOf(new Int16Array(2_900 * 48))).toBeNull();
    expect(faultOf(new Int16Array(3_000 * 48))).toBe('no-signal');
    expect(faultOf(hiss(4_000, 8))).toBe('no-signal');
  });

  test('in a quiet room where nobody speaks is well', () => {
    expect(faultOf(hiss(10_000, 60))).toBeNull();
  });

  test('that is shouted into is clipping, and is well again a second later', () => {
    const clipped = Int16Array.from(tone(3_000, 180, 30_000), (sample) =>
      Math.max(-32_768, Math.min(32_767, sample * 2)),
    );
    expect(faultOf(clipped)).toBe('clipping');
    expect(faultOf(Int16Array.from([...clipped, ...speech(1_100)]))).toBeNull();
  });

  test('that touches its ceiling once in a while is not clipping', () => {
    const sound = speech(3_000);
    for (let i = 0; i < sound.length; i += 4_800) sound[i] = 32_767;
    expect(faultOf(sound)).toBeNull();
  });

  test('with a hum or a hiss that drowns everything brings only noise', () => {
    expect(faultOf(tone(7_000, 50, 2_000))).toBe('noise');
    expect(faultOf(hiss(7_000, 1_000))).toBe('noise');
    expect(faultOf(hiss(5_000, 1_000))).toBeNull();
  });

  test('is heard out again once somebody speaks over the noise', () => {
    const noise = hiss(10_000, 300);
    expect(faultOf(speech(10_000).map((sample, i) => sample + (noise[i] ?? 0)))).toBeNull();
  });
});
