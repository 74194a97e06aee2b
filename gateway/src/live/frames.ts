/** 20 ms of 48 kHz: what one frame of a voice holds. */
export const frameSamples = 960;
export const frameMs = 20;
const headerBytes = 16;
const voiceBytes = headerBytes + 2 * frameSamples;

const kinds = { voice: 1, muted: 2 } as const;

/** A piece of what the microphone heard. */
export interface VoiceFrame {
  /** Rises by one with each; a gap is a frame that the speaker's side let fall. */
  readonly number: number;
  /** By the speaker's own clock, ms. */
  readonly capturedAt: number;
  /** Null: the speaker is silent on purpose. */
  readonly samples: Int16Array | null;
}

/** Reads what came over the network, which may be anything; a sentence says what is wrong with it. */
export function readFrame(bytes: Uint8Array): VoiceFrame | { readonly refused: string } {
  if (bytes.length < headerBytes) return { refused: `${bytes.length} bytes are no frame` };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = view.getUint8(0);
  const expected = { [kinds.voice]: voiceBytes, [kinds.muted]: headerBytes }[kind];
  if (expected === undefined) return { refused: `there is no frame of kind ${kind}` };
  if (bytes.length !== expected) return { refused: `${bytes.length} bytes instead of ${expected}` };
  const capturedAt = view.getFloat64(8, true);
  if (!Number.isFinite(capturedAt)) return { refused: 'its time is no number' };
  const number = view.getUint32(4, true);
  return { number, capturedAt, samples: kind === kinds.voice ? samplesOf(view) : null };
}

/** Copied: what the socket gives lies at any address, and is written over. */
function samplesOf(view: DataView): Int16Array {
  const samples = new Int16Array(frameSamples);
  for (let at = 0; at < frameSamples; at++) samples[at] = view.getInt16(headerBytes + 2 * at, true);
  return samples;
}
