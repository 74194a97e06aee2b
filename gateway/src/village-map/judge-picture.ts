import type { MapPicture } from '../contract/index.ts';
import { AppError } from '../core/errors.ts';

/** Pure: what is taken as the picture under the map, by its bytes alone. Nothing is decoded. */

export const mostBytes = 5_000_000;
const leastDots = 200;
/** A phone has to hold all of them at once when it shows it. */
const mostDots = 8_000;
/** Longer than this, a phone shows a strip that nobody can put anything on. */
const mostTimesLonger = 4;

export type JudgedPicture = Pick<MapPicture, 'kind' | 'width' | 'height'>;
type Size = Pick<MapPicture, 'width' | 'height'>;

/** Its kind and its size; throws what forbids showing it, `map-picture.…`. */
export function judgePicture(bytes: Buffer): JudgedPicture {
  const kind = kindOf(bytes);
  if (kind === null) {
    throw new AppError('map-picture.kind', 415, 'This is no JPEG, PNG or WebP picture: take a photo of the map.');
  }
  const size = sizeOf[kind](bytes);
  if (size === null) {
    throw new AppError('map-picture.broken', 422, 'The picture is broken or stops too early: choose it again.');
  }
  refuseSize(size);
  return { kind, ...size };
}

function refuseSize({ width, height }: Size): void {
  const [least, most] = [Math.min(width, height), Math.max(width, height)];
  if (most > mostDots) {
    const params = { width, height, most: mostDots };
    throw new AppError('map-picture.too-many-dots', 422, `A picture has at most ${mostDots} dots along a side.`, {
      params,
    });
  }
  if (least < leastDots) {
    const params = { width, height, least: leastDots };
    throw new AppError('map-picture.too-small', 422, `A picture has at least ${leastDots} dots along a side.`, {
      params,
    });
  }
  if (most > least * mostTimesLonger) {
    const params = { width, height, times: mostTimesLonger };
    throw new AppError('map-picture.too-long', 422, `A picture is at most ${mostTimesLonger} times as long as wide.`, {
      params,
    });
  }
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function kindOf(bytes: Buffer): MapPicture['kind'] | null {
  if (bytes.subarray(0, 8).equals(pngSignature)) return 'png';
  if (bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xffd8ff) return 'jpeg';
  return wordAt(bytes, 0) === 'RIFF' && wordAt(bytes, 8) === 'WEBP' ? 'webp' : null;
}

const wordAt = (bytes: Buffer, at: number) => bytes.toString('latin1', at, at + 4);

/** null: it is not whole. */
const sizeOf: Record<MapPicture['kind'], (bytes: Buffer) => Size | null> = {
  png: pngSize,
  jpeg: jpegSize,
  webp: webpSize,
};

/** From its head; every chunk to the end must be there (PNG 3rd ed. §5.2, §5.3, §5.6). */
function pngSize(bytes: Buffer): Size | null {
  if (bytes.length < 33 || bytes.readUInt32BE(8) !== 13 || wordAt(bytes, 12) !== 'IHDR') return null;
  let dots = false;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const name = wordAt(bytes, at + 4);
    if (name === 'IDAT') dots = true;
    if (name === 'IEND') return dots ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : null;
  }
  return null;
}

/** From the head of its frame; the end of the picture must come after it (ITU-T T.81 §B.1.1, §B.2.2). */
function jpegSize(bytes: Buffer): Size | null {
  let size: Size | null = null;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    // Any number of them may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (isFrame(marker) && at + 9 <= bytes.length) {
      size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    if (marker === startOfScan) return bytes.includes(endOfImage, at + 2 + length) ? size : null;
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

const startOfScan = 0xda;
const endOfImage = Buffer.from([0xff, 0xd9]);
/** SOF0 … SOF15, between which stand DHT, JPG and DAC. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** From the head of its first chunk; as many bytes as it announces must be there (RFC 9649 §2.4 – §2.7). */
function webpSize(bytes: Buffer): Size | null {
  if (bytes.length < 30 || bytes.readUInt32LE(4) + 8 > bytes.length) return null;
  switch (wordAt(bytes, 12)) {
    case 'VP8 ':
      // RFC 6386 §9.1.
      if (bytes.readUIntBE(23, 3) !== 0x9d012a) return null;
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      if (bytes[20] !== 0x2f) return null;
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}
