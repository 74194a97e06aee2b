import { describe, expect, it } from 'vitest';
import { firstFrameAt, fromFirstFrame } from '../../../gateway/src/rebroadcast/frames.ts';

/** MPEG-1 layer III, 64 kbit/s, 48 kHz: 192 bytes. */
const mp3 = Buffer.concat([Buffer.from([0xff, 0xfb, 0x54, 0xc0]), Buffer.alloc(188, 0x55)]);
/** MPEG-2 layer III, 32 kbit/s, 22,050 Hz, padded: 105 bytes. */
const mp3Half = Buffer.concat([Buffer.from([0xff, 0xf3, 0x42, 0xc0]), Buffer.alloc(101, 0x55)]);
/** ADTS, 300 bytes. */
const aac = Buffer.concat([Buffer.from([0xff, 0xf1, 0x4c, 0x80, 0x25, 0x9f, 0xfc]), Buffer.alloc(293, 0x55)]);

describe('a live station is joined where a frame begins', () => {
  it.each([
    ['MP3', mp3],
    ['MP3 at half the rate', mp3Half],
    ['AAC', aac],
  ])('of %s', (_name, frame) => {
    const stream = Buffer.concat([frame, frame, frame, frame, frame]);
    expect(firstFrameAt(stream)).toBe(0);
    expect(firstFrameAt(stream.subarray(50))).toBe(frame.length - 50);
    expect(firstFrameAt(stream.subarray(0, 2 * frame.length))).toBeNull();
  });

  it('what only looks like one does not count', () => {
    const stray = Buffer.concat([Buffer.from([0xff, 0xfb, 0x54, 0xc0, 1, 2, 3]), mp3, mp3, mp3, mp3]);
    expect(firstFrameAt(stray)).toBe(7);
    expect(firstFrameAt(Buffer.alloc(10_000, 0xff))).toBeNull();
  });

  it('nothing but the piece of a frame is taken away, and nothing from what has none', async () => {
    const heard = async (bytes: Buffer, pieceBytes: number) => {
      const pieces: Uint8Array[] = [];
      async function* sent() {
        for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
      }
      for await (const piece of fromFirstFrame(sent())) pieces.push(piece);
      return Buffer.concat(pieces);
    };
    const stream = Buffer.concat(Array.from({ length: 60 }, () => mp3));
    for (const size of [1, 100, 20_000]) expect(await heard(stream.subarray(70), size)).toEqual(stream.subarray(192));
    const other = Buffer.alloc(20_000, 'OggS');
    for (const size of [7, 20_000]) expect(await heard(other, size)).toEqual(other);
  });
});
