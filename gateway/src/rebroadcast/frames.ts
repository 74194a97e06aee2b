/**
 * Pure: where frames of MP3 (ISO/IEC 11172-3 §2.4.1.3) and AAC in ADTS (14496-3 §1.A.2.2) begin. Who joins a live station
 * comes in the middle of one. ffmpeg then waits for two hundred frames of MP3, five seconds, until it believes what it sees;
 * it needs seven when the first byte begins one.
 */

/** In kbit/s, layer III. */
const bitrates = {
  mpeg1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  mpeg2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const sampleRates = [44_100, 48_000, 32_000];
/** Three in a row are no accident. */
const inARow = 3;
const headBytes = 6;

/** Where the first of three frames begins; null: nowhere yet. */
export function firstFrameAt(bytes: Uint8Array): number | null {
  for (let from = 0; from + headBytes <= bytes.length; from++) {
    let at = from;
    for (let frames = 0; ; frames++) {
      if (frames === inARow) return from;
      const length = at + headBytes <= bytes.length ? frameLength(bytes, at) : 0;
      if (length === 0) break;
      at += length;
    }
  }
  return null;
}

/** 0: no frame begins there. */
function frameLength(bytes: Uint8Array, at: number): number {
  const [sync = 0, kind = 0, rates = 0, third = 0, fourth = 0, fifth = 0] = bytes.subarray(at, at + headBytes);
  if (sync !== 0xff) return 0;
  if ((kind & 0xf6) === 0xf0) return ((third & 3) << 11) | (fourth << 3) | (fifth >> 5);
  const [version, layer] = [(kind >> 3) & 3, (kind >> 1) & 3];
  if ((kind & 0xe0) !== 0xe0 || version === 1 || layer !== 1) return 0;
  const mpeg1 = version === 3;
  const kbits = bitrates[mpeg1 ? 'mpeg1' : 'mpeg2'][rates >> 4] ?? 0;
  const hz = (sampleRates[(rates >> 2) & 3] ?? 0) / (mpeg1 ? 1 : version === 2 ? 2 : 4);
  if (kbits === 0 || hz === 0) return 0;
  return Math.floor(((mpeg1 ? 144 : 72) * kbits * 1_000) / hz) + ((rates >> 1) & 1);
}

/** More than three of the longest frames. */
const mostBefore = 8 * 1024;

/** The same bytes without what is left of a frame at their beginning; all of them where there are none. */
export async function* fromFirstFrame(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let begun: Buffer | null = Buffer.alloc(0);
  for await (const piece of bytes) {
    if (begun === null) {
      yield piece;
      continue;
    }
    begun = Buffer.concat([begun, piece]);
    const at = firstFrameAt(begun);
    if (at === null && begun.length < mostBefore) continue;
    yield begun.subarray(at ?? 0);
    begun = null;
  }
  if (begun !== null) yield begun;
}
