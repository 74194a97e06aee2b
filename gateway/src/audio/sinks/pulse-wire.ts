/**
 * Pure: the few words of PulseAudio's native protocol (version 13; PipeWire speaks it too) that a player needs. A message is
 * a head of 20 bytes, then a list of tagged values, or samples; big-endian (pulsecore/pstream.c, tagstruct.c).
 */
export const command = {
  error: 0,
  reply: 2,
  createPlaybackStream: 3,
  auth: 8,
  setClientName: 9,
  getPlaybackLatency: 14,
  underflow: 63,
  streamKilled: 64,
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
export function samplesAt(channel: number, byte: number, samples: Buffer): Buffer {
  return Buffer.concat([head(samples.length, channel, byte, seekAbsolute), samples]);
}

/** An answer, or something the server says by itself (`tag` is `none` then). */
export interface ServerMessage {
  readonly code: number;
  readonly tag: number;
  /** Its values, as far as they are numbers; others stand as null in their place. */
  readonly values: readonly (number | null)[];
}

/** Whole messages out of what came so far. Throws when it is not this protocol. */
export function readMessages(data: Buffer): { readonly messages: ServerMessage[]; readonly rest: Buffer } {
  const messages: ServerMessage[] = [];
  let rest = data;
  while (rest.length >= headBytes) {
    const length = rest.readUInt32BE(0);
    if (length > longestMessage) throw new Error(`a message of ${length} bytes`);
    if (rest.length < headBytes + length) break;
    if (rest.readUInt32BE(4) === none) {
      const [code, tag, ...values] = readValues(rest.subarray(headBytes, headBytes + length));
      messages.push({ code: code ?? -1, tag: tag ?? none, values });
    }
    rest = rest.subarray(headBytes + length);
  }
  return { messages, rest };
}

/** Stops at the first kind of value that no answer we ask for begins with. */
function readValues(body: Buffer): (number | null)[] {
  const values: (number | null)[] = [];
  for (let at = 0; at < body.length;) {
    const tag = String.fromCharCode(body[at] ?? 0);
    at++;
    if (tag === 'L' && at + 4 <= body.length) values.push(body.readUInt32BE(at));
    else if ((tag === 'U' || tag === 'R') && at + 8 <= body.length) values.push(Number(body.readBigUInt64BE(at)));
    else if (tag === 'r' && at + 8 <= body.length) values.push(Number(body.readBigInt64BE(at)));
    else if (tag === '1' || tag === '0') values.push(Number(tag));
    else if (tag === 'T') values.push(null);
    else break;
    at += sizes[tag] ?? 0;
  }
  return values;
}

const sizes: Readonly<Record<string, number>> = { L: 4, U: 8, R: 8, r: 8, T: 8 };

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
