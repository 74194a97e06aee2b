/**
 * Pure: the few words of PulseAudio's native protocol (version 13; PipeWire speaks it too) that a player needs. A message is
 * a head of 20 bytes, then a list of tagged values, or samples; big-endian. Source: pulsecore/native-common.h, pstream.c,
 * tagstruct.c, protocol-native.c of PulseAudio 16.1.
 */
export const command = {
  error: 0,
  reply: 2,
  createPlaybackStream: 3,
  auth: 8,
  setClientName: 9,
  getPlaybackLatency: 14,
  getSinkInfo: 21,
  underflow: 63,
  streamKilled: 64,
  streamMoved: 78,
} as const;

export const protocolVersion = 13;
export const none = 0xffff_ffff;
export const cookieBytes = 256;
const headBytes = 20;
const longestMessage = 1 << 20;
/** The samples that follow take the place of those at their byte, counted from the stream's beginning. */
const seekAbsolute = 1;

export const u32 = (value: number) => tagged('L', u32Bytes(value));
export const bool = (value: boolean) => Buffer.from(value ? '1' : '0', 'latin1');
export const text = (value: string | null) => Buffer.from(value === null ? 'N' : `t${value}\0`, 'utf8');
export const bytes = (value: Buffer) => tagged('x', u32Bytes(value.length), value);
export const monoS16 = (rate: number) => tagged('a', Buffer.from([3, 1]), u32Bytes(rate));
export const monoMap = Buffer.from([0x6d, 1, 0]);
export const fullVolume = tagged('v', Buffer.from([1]), u32Bytes(0x1_0000));
/** Nobody's time: the answer is dated by when it was asked and came. */
export const noTime = tagged('T', Buffer.alloc(8));

export function properties(values: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(values).flatMap(([key, value]) => {
    const word = Buffer.from(`${value}\0`, 'utf8');
    return [text(key), u32(word.length), bytes(word)];
  });
  return Buffer.concat([Buffer.from('P', 'latin1'), ...pairs, text(null)]);
}

export function request(code: number, tag: number, values: readonly Buffer[]): Buffer {
  const body = Buffer.concat([u32(code), u32(tag), ...values]);
  return Buffer.concat([head(body.length, none, 0, 0), body]);
}

/** Samples for a stream, from a byte of it on. */
export function samplesAt(channel: number, byte: number, samples: readonly Buffer[]): Buffer {
  const length = samples.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([head(length, channel, byte, seekAbsolute), ...samples]);
}

export type Value = number | string | null;

/** An answer, or something the server says by itself (`tag` is `none` then). */
export interface ServerMessage {
  readonly code: number;
  readonly tag: number;
  /** Its numbers and words; what is neither stands as null in its place. */
  readonly values: readonly Value[];
}

/** Whole messages out of what came so far. Throws when it is not this protocol. */
export function readMessages(data: Buffer): { readonly messages: ServerMessage[]; readonly rest: Buffer } {
  const messages: ServerMessage[] = [];
  let rest = data;
  while (rest.length >= headBytes) {
    const length = rest.readUInt32BE(0);
    if (length > longestMessage) throw new Error(`a message of ${length} bytes`);
    if (rest.length < headBytes + length) break;
    if (rest.readUInt32BE(4) === none) messages.push(readMessage(rest.subarray(headBytes, headBytes + length)));
    rest = rest.subarray(headBytes + length);
  }
  return { messages, rest };
}

function readMessage(body: Buffer): ServerMessage {
  const [code, tag, ...values] = readValues(body);
  if (typeof code !== 'number' || typeof tag !== 'number') throw new Error('a message without a command');
  return { code, tag, values };
}

/** Stops at the first kind of value that stands behind everything we want to know. */
function readValues(body: Buffer): Value[] {
  const values: Value[] = [];
  for (let at = 0; at < body.length;) {
    const read = readers[String.fromCharCode(body[at] ?? 0)];
    if (!read) break;
    const [value, size] = read(body.subarray(at + 1));
    values.push(value);
    at += 1 + size;
  }
  return values;
}

/** By the tag before it: a value, and how many bytes it takes. Beyond the end of the message they throw. */
const readers: Readonly<Record<string, (from: Buffer) => [Value, number]>> = {
  L: (from) => [from.readUInt32BE(0), 4],
  U: (from) => [Number(from.readBigUInt64BE(0)), 8],
  R: (from) => [Number(from.readBigUInt64BE(0)), 8],
  r: (from) => [Number(from.readBigInt64BE(0)), 8],
  '0': () => [0, 0],
  '1': () => [1, 0],
  N: () => [null, 0],
  t: (from) => {
    const end = from.indexOf(0);
    if (end < 0) throw new Error('a word without an end');
    return [from.toString('utf8', 0, end), end + 1];
  },
  // A time, a kind of sample, a channel map, volumes.
  T: () => [null, 8],
  a: () => [null, 6],
  m: (from) => [null, 1 + from.readUInt8(0)],
  v: (from) => [null, 1 + 4 * from.readUInt8(0)],
};

function head(length: number, channel: number, byte: number, flags: number): Buffer {
  const made = Buffer.alloc(headBytes);
  made.writeUInt32BE(length, 0);
  made.writeUInt32BE(channel, 4);
  made.writeBigUInt64BE(BigInt(byte), 8);
  made.writeUInt32BE(flags, 16);
  return made;
}

function tagged(tag: string, ...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(tag, 'latin1'), ...parts]);
}

function u32Bytes(value: number): Buffer {
  const made = Buffer.alloc(4);
  made.writeUInt32BE(value, 0);
  return made;
}
