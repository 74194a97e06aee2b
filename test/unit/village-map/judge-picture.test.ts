import { expect, it } from 'vitest';
import { codeOf } from '../../../gateway/src/core/errors.ts';
import { judgePicture } from '../../../gateway/src/village-map/judge-picture.ts';
import { plainPng } from '../../support/pictures.ts';

/** The head of a JPEG's frame, as a phone writes it, with a small picture of its own in what it noted of the photo. */
function jpeg(width: number, height: number): Buffer {
  const noted = Buffer.from([0xff, 0xe1, 0x00, 0x08, 0xff, 0xd8, 0xff, 0xd9, 0x00, 0x00]);
  const frame = Buffer.from([
    0xff,
    0xc2,
    0x00,
    0x0b,
    8,
    height >> 8,
    height & 255,
    width >> 8,
    width & 255,
    1,
    1,
    0x11,
    0,
  ]);
  const scan = Buffer.from([0xff, 0xda, 0x00, 0x08, 1, 1, 0, 0, 63, 0, 0x12, 0x34]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), noted, frame, scan, Buffer.from([0xff, 0xd9])]);
}

function webp(chunk: 'VP8 ' | 'VP8L' | 'VP8X', content: readonly number[]): Buffer {
  const body = Buffer.alloc(30);
  body.write(`RIFF....WEBP${chunk}`, 'latin1');
  body.writeUInt32LE(body.length - 8, 4);
  body.set(content, 20);
  return body;
}

/** The same picture that says of itself what it is not. */
function saying(width: number, height: number): Buffer {
  const bytes = plainPng(200, 200);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

const refusalOf = (bytes: Buffer): string => {
  try {
    return judgePicture(bytes).kind;
  } catch (error) {
    return codeOf(error);
  }
};

it('a photo, a scan and a drawing are known by their bytes, and their size is read without decoding them', () => {
  expect(judgePicture(plainPng(640, 480))).toEqual({ kind: 'png', width: 640, height: 480 });
  expect(judgePicture(jpeg(4000, 3000))).toEqual({ kind: 'jpeg', width: 4000, height: 3000 });
  const extended = webp('VP8X', [0, 0, 0, 0, 0x7f, 0x02, 0, 0xdf, 0x01, 0]);
  expect(judgePicture(extended)).toEqual({ kind: 'webp', width: 640, height: 480 });
  const lossy = webp('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01]);
  expect(judgePicture(lossy)).toEqual({ kind: 'webp', width: 640, height: 480 });
  const bits = Buffer.alloc(4);
  bits.writeUInt32LE(639 | (479 << 14));
  expect(judgePicture(webp('VP8L', [0x2f, ...bits]))).toEqual({ kind: 'webp', width: 640, height: 480 });
});

it.each([
  ['an SVG, which may carry a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['a page that is called .png', '<!doctype html><img src=x onerror=alert(1)>'],
  ['a GIF', 'GIF89a'],
  ['nothing', ''],
])('%s is no picture', (_what, text) => {
  expect(refusalOf(Buffer.from(text))).toBe('map-picture.kind');
});

it('a picture that stops anywhere before its end is broken', () => {
  const whole = [plainPng(300, 300), jpeg(300, 300), webp('VP8X', [0, 0, 0, 0, 0xff, 0, 0, 0xff, 0, 0])];
  for (const bytes of whole) {
    expect(refusalOf(bytes)).not.toMatch(/^map-picture/);
    for (let length = 12; length < bytes.length; length++) {
      expect(refusalOf(bytes.subarray(0, length)), `${length} of ${bytes.length}`).toBe('map-picture.broken');
    }
  }
});

it('a picture whose lengths lead nowhere is broken, and is read no longer than it is', () => {
  const far = plainPng(300, 300);
  far.writeUInt32BE(0xffffffff, 33);
  const still = jpeg(300, 300);
  still.writeUInt16BE(0, 4);
  expect([far, still].map(refusalOf)).toEqual(Array(2).fill('map-picture.broken'));
});

it.each([
  [1, 1, 'map-picture.too-small'],
  [0, 300, 'map-picture.too-small'],
  [199, 300, 'map-picture.too-small'],
  [200, 800, 'png'],
  [200, 801, 'map-picture.too-long'],
  [8000, 8000, 'png'],
  [8001, 8000, 'map-picture.too-many-dots'],
  [30_000, 30_000, 'map-picture.too-many-dots'],
  [0xffffffff, 300, 'map-picture.too-many-dots'],
])('a picture that says it is %i × %i: %s', (width, height, verdict) => {
  expect(refusalOf(saying(width, height))).toBe(verdict);
});
