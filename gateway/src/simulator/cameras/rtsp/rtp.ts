import type { Encoding } from './annex-b.ts';

/** RTP packets of one stream, each in the frame that carries it over the RTSP line (RFC 3550 §5.1, RFC 2326 §10.12). */
export interface Packetiser {
  /** A NAL unit as it is, or in pieces. The last packet of a picture is marked. */
  picture(nalUnits: readonly Buffer[], timestamp: number): Buffer[];
  /** One packet of sound. */
  sound(bytes: Buffer, timestamp: number): Buffer;
  /** Of the next packet. */
  readonly sequence: number;
}

/** So that a packet also fits where somebody carries it on by UDP. */
const longestPayload = 1_400;

/** How a piece of a NAL unit begins, instead of with the unit's own header: FU-A (RFC 6184 §5.8), FU (RFC 7798 §4.4.3). */
const pieceOf = {
  H264: {
    headerBytes: 1,
    begin: ([first = 0]: Buffer, flags: number) => [(first & 0xe0) | 28, flags | (first & 0x1f)],
  },
  H265: {
    headerBytes: 2,
    begin: ([first = 0, second = 0]: Buffer, flags: number) => [
      ...[(first & 0x81) | (49 << 1), second],
      flags | ((first >> 1) & 0x3f),
    ],
  },
} as const;

export function createPacketiser(parts: {
  channel: number;
  payloadType: number;
  ssrc: number;
  encoding: Encoding;
}): Packetiser {
  const { channel, payloadType, ssrc } = parts;
  const { headerBytes, begin } = pieceOf[parts.encoding];
  let sequence = 0;

  function packet(marker: boolean, timestamp: number, ...payload: readonly Buffer[]): Buffer {
    const length = payload.reduce((sum, { length: bytes }) => sum + bytes, 12);
    const head = Buffer.alloc(16);
    head.writeUInt8(0x24, 0);
    head.writeUInt8(channel, 1);
    head.writeUInt16BE(length, 2);
    head.writeUInt8(0x80, 4);
    head.writeUInt8((marker ? 0x80 : 0) | payloadType, 5);
    head.writeUInt16BE(sequence, 6);
    head.writeUInt32BE(timestamp >>> 0, 8);
    head.writeUInt32BE(ssrc, 12);
    sequence = (sequence + 1) & 0xffff;
    return Buffer.concat([head, ...payload]);
  }

  function pieces(unit: Buffer, last: boolean, timestamp: number): Buffer[] {
    if (unit.length <= longestPayload) return [packet(last, timestamp, unit)];
    const packets: Buffer[] = [];
    for (let at = headerBytes; at < unit.length; at += longestPayload) {
      const piece = unit.subarray(at, at + longestPayload);
      const ends = at + longestPayload >= unit.length;
      const flags = (at === headerBytes ? 0x80 : 0) | (ends ? 0x40 : 0);
      packets.push(packet(last && ends, timestamp, Buffer.from(begin(unit, flags)), piece));
    }
    return packets;
  }

  return {
    picture: (units, timestamp) => units.flatMap((unit, n) => pieces(unit, n === units.length - 1, timestamp)),
    sound: (bytes, timestamp) => packet(false, timestamp, bytes),
    get sequence() {
      return sequence;
    },
  };
}
