/** The one format of canonical sound: what the library makes and the mixer plays. */
export const sampleRate = 48_000;
export const framesPerMs = sampleRate / 1000;
export const bytesPerFrame = 2;

export interface WavSound {
  readonly dataOffset: number;
  readonly frames: number;
  /** The header promises more than the file holds: it airs as far as it goes, and is a fault. */
  readonly truncated: boolean;
}

export type WavVerdict = { readonly sound: WavSound } | { readonly refused: string };

const pcmFormat = 1;
/** What a writer that could not seek back leaves as the size. */
const unknownSize = 0xffff_ffff;

/**
 * Reads the header of a 48 kHz mono 16-bit RIFF/WAVE file, and refuses every other with its reason.
 * `head` is the beginning of the file, long enough to reach the `data` chunk.
 */
export function readWavHeader(head: Uint8Array, fileBytes: number): WavVerdict {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const tag = (at: number) => String.fromCharCode(...head.subarray(at, at + 4));
  if (head.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return { refused: 'not a WAV file' };

  let formatSeen = false;
  for (let at = 12; at + 8 <= head.length;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === 'fmt ') {
      if (body + 16 > head.length || size < 16) return { refused: 'its format chunk is cut short' };
      const refused = refuseFormat(view, body);
      if (refused) return { refused };
      formatSeen = true;
    } else if (tag(at) === 'data') {
      if (!formatSeen) return { refused: 'no format chunk before its sound' };
      const available = Math.max(0, fileBytes - body);
      const promised = size === unknownSize ? available : size;
      const frames = Math.floor(Math.min(promised, available) / bytesPerFrame);
      if (frames === 0) return { refused: 'no sound in it' };
      return { sound: { dataOffset: body, frames, truncated: promised > available } };
    }
    at = body + size + (size % 2); // chunks are padded to even sizes
  }
  return { refused: 'no sound in it' };
}

function refuseFormat(view: DataView, at: number): string | null {
  const format = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const rate = view.getUint32(at + 4, true);
  const bits = view.getUint16(at + 14, true);
  if (format !== pcmFormat || bits !== 16) return `not 16-bit PCM (format ${format}, ${bits} bits)`;
  if (channels !== 1) return `${channels} channels instead of one`;
  if (rate !== sampleRate) return `${rate} Hz instead of ${sampleRate}`;
  return null;
}
