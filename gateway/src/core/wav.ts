/**
 * Canonical sound, what the library makes and everything else passes on: 48 kHz, mono, 16 bits, little-endian. On the
 * disk it is a RIFF/WAVE file. Pure.
 */
export const sampleRate = 48_000;
export const framesPerMs = sampleRate / 1000;
export const bytesPerFrame = 2;

export const wavHeaderBytes = 44;
const pcmFormat = 1;
/** What a writer that could not seek back leaves as the size. */
const unknownSize = 0xffff_ffff;

/** The header of mono 16-bit sound of so many frames. */
export function wavHeader(frames: number, rate: number = sampleRate): Buffer {
  const soundBytes = frames * bytesPerFrame;
  const header = Buffer.alloc(wavHeaderBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(wavHeaderBytes - 8 + soundBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(pcmFormat, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * bytesPerFrame, 28);
  header.writeUInt16LE(bytesPerFrame, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(soundBytes, 40);
  return header;
}

export interface WavSound {
  readonly rate: number;
  readonly dataOffset: number;
  readonly frames: number;
  /** The header promises more than the file holds: it airs as far as it goes, and is a fault. */
  readonly truncated: boolean;
}

export type WavVerdict = { readonly sound: WavSound } | { readonly refused: string };

/** Reads the header of canonical sound, and refuses every other with its reason. */
export function readCanonicalWav(head: Uint8Array, fileBytes: number): WavVerdict {
  const verdict = readWavHeader(head, fileBytes);
  if ('refused' in verdict || verdict.sound.rate === sampleRate) return verdict;
  return { refused: `${verdict.sound.rate} Hz instead of ${sampleRate}` };
}

/**
 * Reads the header of a mono 16-bit RIFF/WAVE file of any rate, and refuses every other with its reason.
 * `head` is the beginning of the file, long enough to reach the `data` chunk.
 */
export function readWavHeader(head: Uint8Array, fileBytes: number): WavVerdict {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const tag = (at: number) => String.fromCharCode(...head.subarray(at, at + 4));
  if (head.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') return { refused: 'not a WAV file' };

  let rate: number | null = null;
  for (let at = 12; at + 8 <= head.length;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(at) === 'fmt ') {
      if (body + 16 > head.length || size < 16) return { refused: 'its format chunk is cut short' };
      const refused = refuseFormat(view, body);
      if (refused) return { refused };
      rate = view.getUint32(body + 4, true);
    } else if (tag(at) === 'data') {
      if (rate === null) return { refused: 'no format chunk before its sound' };
      const available = Math.max(0, fileBytes - body);
      const promised = size === unknownSize ? available : size;
      const frames = Math.floor(Math.min(promised, available) / bytesPerFrame);
      if (frames === 0) return { refused: 'no sound in it' };
      return { sound: { rate, dataOffset: body, frames, truncated: promised > available } };
    }
    at = body + size + (size % 2); // chunks are padded to even sizes
  }
  return { refused: 'no sound in it' };
}

function refuseFormat(view: DataView, at: number): string | null {
  const format = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const bits = view.getUint16(at + 14, true);
  if (format !== pcmFormat || bits !== 16) return `not 16-bit PCM (format ${format}, ${bits} bits)`;
  if (channels !== 1) return `${channels} channels instead of one`;
  return null;
}
