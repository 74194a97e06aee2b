import { describe, expect, test } from 'vitest';
import { readCanonicalWav, readWavHeader, wavHeader } from '../../../gateway/src/core/wav.ts';
import { tone, wavBytes } from '../../support/sound.ts';

const bytes = wavBytes(tone(10));
const refusedFor = (head: Uint8Array, size = head.length) => {
  const verdict = readCanonicalWav(head, size);
  return 'refused' in verdict ? verdict.refused : null;
};

describe('canonical sound', () => {
  test('is found behind its header', () => {
    expect(readCanonicalWav(bytes, bytes.length)).toEqual({
      sound: { rate: 48_000, dataOffset: 44, frames: 480, truncated: false },
    });
  });

  test('may carry other chunks before its samples, padded to even sizes', () => {
    const list = Buffer.concat([Buffer.from('LIST'), Buffer.from([3, 0, 0, 0]), Buffer.from('abc\0')]);
    const longer = Buffer.concat([bytes.subarray(0, 36), list, bytes.subarray(36)]);
    expect(readCanonicalWav(longer, longer.length)).toMatchObject({ sound: { dataOffset: 56, frames: 480 } });
  });

  test('that was cut short airs as far as it goes, and is known to be cut', () => {
    const cut = bytes.subarray(0, 44 + 201);
    expect(readCanonicalWav(cut, cut.length)).toEqual({
      sound: { rate: 48_000, dataOffset: 44, frames: 100, truncated: true },
    });
  });

  test('written by a program that could not seek back is as long as the file', () => {
    const streamed = Buffer.from(bytes);
    streamed.writeUInt32LE(0xffff_ffff, 40);
    expect(readCanonicalWav(streamed, streamed.length)).toMatchObject({ sound: { frames: 480, truncated: false } });
  });
});

describe('a header that is written', () => {
  test('is read again, at any rate', () => {
    const file = Buffer.concat([wavHeader(2, 22_050), Buffer.from([1, 0, 255, 255])]);
    const sound = { rate: 22_050, dataOffset: 44, frames: 2, truncated: false };
    expect(readWavHeader(file, file.length)).toEqual({ sound });
    expect(refusedFor(file)).toBe('22050 Hz instead of 48000');
  });

  test('is the same as others write', () => {
    expect(wavHeader(480)).toEqual(bytes.subarray(0, 44));
  });
});

describe('anything else is refused with its reason', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), /not a WAV/],
    ['a text', Buffer.from('this is a shopping list, really'), /not a WAV/],
    ['an MP3 called .wav', Buffer.from('ID3\u0004 and then some more bytes'), /not a WAV/],
    ['a header with nothing behind it', bytes.subarray(0, 44), /no sound/],
    ['a header cut in the middle', bytes.subarray(0, 24), /cut short/],
    ['stereo', wavBytes(tone(10), { channels: 2 }), /2 channels/],
    ['another rate', wavBytes(tone(10), { rate: 44_100 }), /44100 Hz/],
    ['samples before their format', Buffer.concat([bytes.subarray(0, 12), bytes.subarray(36)]), /no format/],
  ])('%s', (_name, head, why) => {
    expect(refusedFor(head)).toMatch(why);
  });

  test('floating point samples', () => {
    const float = Buffer.from(bytes);
    float.writeUInt16LE(3, 20);
    expect(refusedFor(float)).toMatch(/not 16-bit PCM/);
  });

  test('chunk sizes that lead past the end, without looping', () => {
    const wild = Buffer.from(bytes);
    wild.writeUInt32LE(0xffff_fff0, 16);
    expect(refusedFor(wild)).toMatch(/no sound/);
  });
});
