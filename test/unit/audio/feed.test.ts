import { describe, expect, test } from 'vitest';
import { readFeed } from '../../../gateway/src/audio/feed-reader.ts';
import { createFeed, openFeed } from '../../../gateway/src/audio/feed.ts';
import { findIn, noise, soundRate, tone } from '../../support/sound.ts';

const block = 480;
const packet = 960;

describe('a feed', () => {
  test('hands on what was written, also where its ring turns', () => {
    const feed = createFeed(1);
    const sound = noise(1_900);
    for (let at = 0; at < sound.length; at += packet) feed.write(sound.subarray(at, at + packet));
    const memory = openFeed(feed.memory);
    expect(memory.written()).toBe(sound.length);
    expect(memory.oldest()).toBe(sound.length - soundRate / 2);
    expect(memory.copy(memory.oldest(), soundRate / 2)).toEqual(sound.subarray(-soundRate / 2));
  });

  test('is silent where it was not written yet, or no longer is', () => {
    const feed = createFeed(1);
    feed.write(tone(2_000));
    const memory = openFeed(feed.memory);
    expect(memory.copy(0, 100).every((sample) => sample === 0)).toBe(true);
    expect(memory.copy(96_000, 100).every((sample) => sample === 0)).toBe(true);
  });

  test('keeps the newest when it is given more at once than it holds', () => {
    const feed = createFeed(0.1);
    const sound = noise(500);
    feed.write(sound);
    const memory = openFeed(feed.memory);
    expect(memory.copy(memory.oldest(), 2_400)).toEqual(sound.subarray(-2_400));
  });
});

describe('a stream', () => {
  test('is heard in its order from its beginning, waits where nothing has come, and ends', () => {
    const feed = createFeed(2);
    const reader = readFeed({ title: 'x', feed: feed.memory, manner: 'stream' });
    const sound = noise(30);
    expect(reader.take(block)).toBe(null);
    feed.write(sound.subarray(0, 700));
    expect(reader.take(block)).toEqual(sound.subarray(0, 480));
    expect(reader.take(block)).toEqual(sound.subarray(480, 700));
    expect(reader.take(block)).toBe(null);
    feed.write(sound.subarray(700));
    feed.end();
    expect(reader.ended()).toBe(false);
    expect(reader.take(10_000)).toEqual(sound.subarray(700));
    expect(reader.ended()).toBe(true);
  });

  test('that nobody took in time goes on with the oldest that is left', () => {
    const feed = createFeed(1);
    const reader = readFeed({ title: 'x', feed: feed.memory, manner: 'stream' });
    const sound = noise(3_000);
    feed.write(sound);
    expect(reader.take(block)).toEqual(sound.subarray(-soundRate / 2, -soundRate / 2 + block));
  });
});

/** A voice over a network: `lateMs` says how late each packet of 20 ms comes; the horn takes 10 ms at a time. */
function say(sound: Int16Array, lateMs: (packet: number) => number, { endMs = Infinity, hornPpm = 0 } = {}) {
  const feed = createFeed(5);
  const reader = readFeed({ title: 'x', feed: feed.memory, manner: 'live' });
  const packets = Math.floor(sound.length / packet);
  const lengthMs = Math.min(endMs, packets * 20 + 500);
  const heard: Int16Array[] = [];
  let sent = 0;
  let arrivedAt = 0;
  for (let tick = 0; tick * 10 < lengthMs; tick++) {
    const now = tick * 10 * (1 + hornPpm / 1e6);
    for (; sent < packets; sent++) {
      // One after the other, as on a TCP line.
      arrivedAt = Math.max(arrivedAt, (sent + 1) * 20 + lateMs(sent));
      if (arrivedAt > now) break;
      feed.write(sound.subarray(sent * packet, (sent + 1) * packet));
    }
    heard.push(reader.take(block) ?? new Int16Array(0));
  }
  const line = new Int16Array(heard.reduce((sum, { length }) => sum + length, 0));
  heard.reduce((at, part) => (line.set(part, at), at + part.length), 0);
  return { line, feed, reader };
}

/** Half a second of speech, then a pause, for so long. */
function speech(ms: number): Int16Array {
  const sound = noise(ms, 7);
  for (let at = soundRate / 2; at < sound.length; at += soundRate) sound.fill(0, at, at + soundRate / 2);
  return sound;
}

/** How many ms later than it was said `piece` of `sound` is heard. */
function delayOf(line: Int16Array, sound: Int16Array, fromMs: number): number {
  const piece = sound.subarray(fromMs * 48, fromMs * 48 + 2_000);
  return findIn(line, piece) / 48 - fromMs;
}

describe('a live voice', () => {
  test('is heard some 60 ms after it was said, without a gap, on a quiet network', () => {
    const sound = speech(4_000);
    const { line } = say(sound, (n) => n % 3);
    expect(delayOf(line, sound, 100)).toBeLessThanOrEqual(70);
    expect(findIn(line, sound.subarray(960, 24_000))).toBeGreaterThan(0);
  });

  test('loses no word when the network holds its breath, and catches up in the pauses', () => {
    const sound = speech(40_000);
    const { line } = say(sound, (n) => (n >= 60 && n < 75 ? (75 - n) * 20 : 0));
    expect(delayOf(line, sound, 1_150)).toBeLessThanOrEqual(70);
    expect(delayOf(line, sound, 2_100)).toBeGreaterThan(200);
    expect(delayOf(line, sound, 39_100)).toBeLessThanOrEqual(90);
    for (let second = 3; second < 39; second++) {
      expect(delayOf(line, sound, second * 1_000 + 50), `second ${second}`).toBeGreaterThan(0);
    }
  });

  test('on a network that is always 80 ms unsteady soon has no gap any more', () => {
    const sound = noise(12_000, 9);
    const { line } = say(sound, (n) => (n * 37) % 80);
    expect(findIn(line, sound.subarray(48_000 * 3, 48_000 * 11))).toBeGreaterThan(0);
  });

  test('after more than three seconds without a network is said from where it is by then', () => {
    const sound = speech(20_000);
    const { line } = say(sound, (n) => (n >= 100 && n < 300 ? (300 - n) * 20 : 0));
    expect(delayOf(line, sound, 10_100)).toBeLessThanOrEqual(400);
    expect(findIn(line, sound.subarray(48_000 * 3, 48_000 * 3 + 2_000))).toBe(-1);
  });

  test.each([-400, 400])('keeps its distance to a horn whose clock is %i ppm off', (hornPpm) => {
    const sound = speech(120_000);
    const { line } = say(sound, () => 0, { hornPpm });
    for (const second of [10, 60, 118]) {
      const delay = delayOf(line, sound, second * 1_000 + 100) + (second * hornPpm) / 1_000;
      expect(delay, `second ${second}`).toBeGreaterThan(20);
      expect(delay, `second ${second}`).toBeLessThan(90);
    }
  });

  test.each([-100, 100])(
    'neither starves nor grows in an hour with a phone whose clock is %i ppm off',
    (ppm) => {
      const feed = createFeed(5);
      const reader = readFeed({ title: 'x', feed: feed.memory, manner: 'live' });
      const delays: number[] = [];
      let sent = 0;
      for (let tick = 0; tick < 360_000; tick++) {
        for (; (sent + 1) * 20 * (1 - ppm / 1e6) <= tick * 10; sent++) {
          // Two seconds of speech, one of silence; each packet of speech says its number.
          const speaks = sent % 150 < 100;
          feed.write(new Int16Array(packet).fill(speaks ? 1 + (sent % 15_000) : 0));
        }
        const number = (reader.take(block)?.at(-1) ?? 0) - 1;
        // Fades hide a number for 2 ms, and the first minute is for settling down.
        if (tick > 6_000 && number > 100) delays.push(((sent - number) % 15_000) * 20);
      }
      delays.sort((x, y) => x - y);
      expect(delays.length).toBeGreaterThan(200_000);
      expect(delays[Math.floor(delays.length * 0.001)]).toBeGreaterThanOrEqual(20);
      expect(delays[Math.floor(delays.length * 0.999)]).toBeLessThanOrEqual(100);
    },
    60_000,
  );

  test('that ends is heard to its end', () => {
    const { feed, reader } = say(new Int16Array(0), () => 0, { endMs: 100 });
    const last = noise(100);
    feed.write(last);
    feed.end();
    const heard = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(() => reader.take(block) ?? new Int16Array(0));
    expect(findIn(Int16Array.from(heard.flatMap((part) => [...part])), last.subarray(96))).toBeGreaterThan(0);
    expect(reader.ended()).toBe(true);
    expect(reader.take(block)).toBe(null);
  });
});
