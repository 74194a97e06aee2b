import { describe, expect, test } from 'vitest';
import { createBoxReader } from '../../../../gateway/src/cameras/stream/boxes.ts';
import { readFragment } from '../../../../gateway/src/cameras/stream/fragment.ts';
import { readInitSegment } from '../../../../gateway/src/cameras/stream/init-segment.ts';
import { judgePicture, lookSize } from '../../../../gateway/src/cameras/stream/picture.ts';
import { ratesOf, withMark, type Mark } from '../../../../gateway/src/cameras/stream/readings.ts';
import { createTape } from '../../../../gateway/src/cameras/stream/tape.ts';

function box(type: string, ...content: (Buffer | readonly number[])[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part as Buffer)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}
const u16 = (value: number) => [value >> 8, value & 0xff];
const u32 = (value: number) => [value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];

/** As ISO 14496-12 and -15 lay it out. */
function moov(width: number, height: number, codec: Buffer, type = 'avc1'): Buffer {
  const entry = box(type, Buffer.alloc(24), u16(width), u16(height), Buffer.alloc(50), codec);
  const table = box('stbl', box('stsd', u32(0), u32(1), entry));
  const mdhd = box('mdhd', u32(0), u32(0), u32(0), u32(90_000), u32(0), u32(0));
  const trex = box('trex', u32(0), u32(1), u32(1), u32(6_000), u32(0), u32(0x10000));
  return box('moov', box('trak', box('mdia', mdhd, box('minf', table))), box('mvex', trex));
}
const avcC = box('avcC', [1, 0x64, 0, 0x1e, 0xff]);
const ftyp = box('ftyp', Buffer.from('isom'));

describe('what a stream says of itself', () => {
  test('is its codec as browsers name it, and its size', () => {
    expect(readInitSegment(ftyp, moov(640, 360, avcC))).toMatchObject({
      ...{ codec: 'avc1.64001e', width: 640, height: 360, timescale: 90_000 },
    });
    const hvcC = box('hvcC', [1, 1, 0x60, 0, 0, 0, 0xb0, 0, 0, 0, 0, 0, 93]);
    expect(readInitSegment(ftyp, moov(1920, 1080, hvcC, 'hev1')).codec).toBe('hev1.1.6.L93.b0');
  });

  test('is refused where nobody could decode it here: 8 K, or nothing at all', () => {
    expect(() => readInitSegment(ftyp, moov(7680, 4320, avcC))).toThrow(/too-large/);
    expect(() => readInitSegment(ftyp, box('moov'))).toThrow(/unreadable/);
    expect(() => readInitSegment(ftyp, box('moov', [0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4]))).toThrow(/unreadable/);
  });

  test('of each picture: whether it stands alone, and when it is shown', () => {
    const init = readInitSegment(ftyp, moov(640, 360, avcC));
    const tfdt = box('tfdt', [1, 0, 0, 0], u32(0), u32(180_000));
    const moof = (tfhd: Buffer, trun: Buffer) =>
      box('moof', box('mfhd', u32(0), u32(1)), box('traf', tfhd, tfdt, trun));
    const plain = box('tfhd', u32(0x020000), u32(1));
    const key = box('tfhd', u32(0x020038), u32(1), u32(6_000), u32(500), u32(0x02000000));
    const run = box('trun', u32(0x1), u32(1), u32(100));
    expect(readFragment(moof(plain, run), init)).toEqual({ key: false, pictures: 1, atSeconds: 2 });
    expect(readFragment(moof(key, run), init).key).toBe(true);
    const first = box('trun', u32(0x5), u32(1), u32(100), u32(0x02000000));
    expect(readFragment(moof(plain, first), init).key).toBe(true);
    const each = box('trun', u32(0x701), u32(1), u32(100), u32(6_000), u32(500), u32(0x02000000));
    expect(readFragment(moof(plain, each), init).key).toBe(true);
    expect(() => readFragment(box('moof'), init)).toThrow(/unreadable/);
  });

  test('comes in whatever pieces, and never a gigabyte', () => {
    const all = Buffer.concat([ftyp, moov(640, 360, avcC), box('mdat', Buffer.alloc(100))]);
    for (const size of [1, 3, 7, 50, all.length]) {
      const found: [string, number][] = [];
      const read = createBoxReader(({ type, bytes }) => found.push([type, bytes.length]));
      for (let at = 0; at < all.length; at += size) read(all.subarray(at, at + size));
      expect(found.map(([type]) => type)).toEqual(['ftyp', 'moov', 'mdat']);
      expect(found.reduce((sum, [, length]) => sum + length, 0)).toBe(all.length);
    }
    const read = createBoxReader(() => undefined);
    expect(() => read(Buffer.from([0x40, 0, 0, 0, 0x6d, 0x64, 0x61, 0x74]))).toThrow(/unreadable/);
  });
});

describe('the measure of a stream', () => {
  const life = (count: number, everyMs: number): Mark[] =>
    Array.from({ length: count }, (_, n) => n).reduce<Mark[]>(
      (marks, n) => withMark(marks, { atMs: n * everyMs, bytes: 1_000, key: n === 0, pictures: 1, atSeconds: 0 }),
      [],
    );

  test('is of the last five seconds', () => {
    expect(ratesOf(life(300, 50), 0, 14_950)).toEqual({ fps: 20, kbps: 160 });
    expect(ratesOf(life(300, 50), 0, 17_450)!.fps).toBe(10);
  });

  test('waits until there is something to measure, without what came all at once', () => {
    expect(ratesOf(life(10, 100), 0, 1_000)).toBeNull();
    const burst = Array.from({ length: 20 }, () => ({ ...life(1, 0)[0]!, atMs: 10 }));
    expect(ratesOf(burst, 0, 2_250)!.fps).toBe(0);
  });
});

describe('the tape', () => {
  const fragment = (at: number, key: boolean, bytes = 10) => ({ at, key, bytes: Buffer.alloc(bytes) });

  test('begins with a key frame and reaches back as far as is wanted', () => {
    const tape = createTape({ keepMs: 4_000, mostBytes: 1_000_000 });
    tape.add(fragment(0, false));
    expect(tape.all()).toEqual([]);
    for (let at = 0; at <= 10_000; at += 500) tape.add(fragment(at, at % 2_000 === 0));
    expect(tape.all()[0]).toMatchObject({ at: 6_000, key: true });
    expect(tape.newestGroup()).toHaveLength(1);
    expect(tape.keys().map(({ at }) => at)).toEqual([6_000, 8_000, 10_000]);
  });

  test('is never longer than its bytes, even where no key frame comes', () => {
    const tape = createTape({ keepMs: 60_000, mostBytes: 100 });
    for (let at = 0; at < 20; at++) tape.add(fragment(at, at === 0));
    expect(tape.all()).toEqual([]);
    tape.add(fragment(30, true));
    expect(tape.all()).toHaveLength(1);
  });
});

describe('key frames', () => {
  const points = lookSize.width * lookSize.height;
  const picture = (light: (n: number) => number) =>
    Buffer.from(Uint8Array.from({ length: points }, (_, n) => light(n)));
  const scene = (change = 0) => picture((n) => 60 + (n % 120) + change);
  const over = (...lumas: Buffer[]) => lumas.map((luma, n) => ({ atMs: n * 2_000, luma }));

  test('that differ are a picture that lives', () => {
    expect(judgePicture(over(scene(), scene(2), scene(1), scene()))).toBe('live');
  });

  test('that are all alike for five seconds are one picture', () => {
    expect(judgePicture(over(scene(), scene(), scene(), scene()))).toBe('frozen');
    expect(judgePicture(over(scene(), scene()))).toBeNull();
    expect(judgePicture([])).toBeNull();
  });

  test('in which only a clock goes on are alike', () => {
    const clock = (second: number) => picture((n) => (n < 30 ? (second * 90) % 255 : 60 + (n % 120)));
    expect(judgePicture(over(clock(0), clock(1), clock(2), clock(3)))).toBe('frozen');
  });

  test('without light are black, but not a night with a lamp and its noise', () => {
    expect(judgePicture(over(picture(() => 16)))).toBe('black');
    expect(judgePicture(over(picture((n) => 14 + (n % 4))))).toBe('black');
    const night = (seed: number) => picture((n) => ((n * 7 + seed) % 40 === 0 ? 220 : 20 + ((n * 13 + seed) % 12)));
    expect(judgePicture(over(night(0), night(5), night(9), night(2)))).toBe('live');
  });
});
