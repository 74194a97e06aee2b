import { boxAt, boxesIn, unreadable } from './boxes.ts';
import { StreamFailure } from './trouble.ts';

/** What a decoder must know before the first picture, and what we read of it. */
export interface InitSegment {
  /** `ftyp` + `moov`. The same object for as long as one connection lasts. */
  readonly bytes: Buffer;
  /** As a browser names it (RFC 6381), e.g. `avc1.64001e`. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Ticks a second of the fragments' times. */
  readonly timescale: number;
  /** What a fragment does not say of its pictures itself. */
  readonly usual: { readonly duration: number; readonly flags: number };
}

/** The largest picture that is decoded and sent on: 4000 × 3000 is a twelve-megapixel camera, 8 K is not of a village. */
const mostPoints = 4096 * 3072;

/** `moov` as ffmpeg writes it: one track, of pictures. Throws StreamFailure at what is too large to be decoded here. Pure. */
export function readInitSegment(ftyp: Buffer, moov: Buffer): InitSegment {
  const media = boxAt(moov, ['trak', 'mdia']);
  const header = media && boxAt(media, ['mdhd']);
  const table = media && boxAt(media, ['minf', 'stbl', 'stsd']);
  const usual = boxAt(moov, ['mvex', 'trex']);
  // stsd: version, flags and a count before its entries.
  const entry = table && boxesIn(table.subarray(16))[0];
  if (!header || !entry || !usual || entry.bytes.length < 86 || usual.length < 32)
    throw unreadable('no track of video');
  const [width, height] = [entry.bytes.readUInt16BE(32), entry.bytes.readUInt16BE(34)];
  if (width === 0 || height === 0) throw unreadable('a picture without size');
  if (width * height > mostPoints) throw new StreamFailure('too-large', `${width} × ${height}`);
  const timescale = header.readUInt32BE(header[8] === 1 ? 28 : 20);
  if (timescale === 0) throw unreadable('no time');
  return {
    ...{ bytes: Buffer.concat([ftyp, moov]), codec: codecOf(entry.type, entry.bytes), width, height, timescale },
    usual: { duration: usual.readUInt32BE(20), flags: usual.readUInt32BE(28) },
  };
}

/** A VisualSampleEntry has 78 bytes of its own after its header. */
function codecOf(type: string, entry: Buffer): string {
  const inner = (name: string) => boxAt(entry, [name], 86)?.subarray(8) ?? null;
  const avc = inner('avcC');
  if (avc && avc.length >= 4) return `avc1.${avc.toString('hex', 1, 4)}`;
  const hevc = inner('hvcC');
  if (hevc && hevc.length >= 13) return hevcCodec(type === 'hev1' ? 'hev1' : 'hvc1', hevc);
  return type.replace(/[^\w-]/g, '').trim() || 'unknown';
}

/** ISO 14496-15 annex E.3: profile, compatibility (its bits reversed), tier and level, constraints without the zeros at their end. */
function hevcCodec(type: string, record: Buffer): string {
  const first = record.readUInt8(1);
  const space = ['', 'A', 'B', 'C'][first >> 6] ?? '';
  let compatible = 0;
  for (let bit = 0; bit < 32; bit++) compatible |= ((record.readUInt32BE(2) >>> bit) & 1) << (31 - bit);
  const constraints = [...record.subarray(6, 12)];
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop();
  const profile = `${space}${first & 0x1f}.${(compatible >>> 0).toString(16)}`;
  const level = `${first & 0x20 ? 'H' : 'L'}${record.readUInt8(12)}`;
  return [type, profile, level, ...constraints.map((byte) => byte.toString(16))].join('.');
}
