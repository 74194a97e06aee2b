/** RTP packets of one stream, each in the frame that carries it over the RTSP line (RFC 3550 §5.1, RFC 2326 §10.12). */
export interface Packetiser {
  /** H.264 in RFC 6184's mode 1: a NAL unit as it is, or in FU-A pieces. The last packet of a picture is marked. */
  picture(nalUnits: readonly Buffer[], timestamp: number): Buffer[];
  /** One packet of sound. */
  sound(bytes: Buffer, timestamp: number): Buffer;
  /** Of the next packet. */
  readonly sequence: number;
}

/** So that a packet also fits where somebody carries it on by UDP. */
const longestPayload = 1_400;
const fuA = 28;

export function createPacketiser(parts: { channel: number; payloadType: number; ssrc: number }): Packetiser {
  const { channel, payloadType, ssrc } = parts;
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
    const header = unit[0] ?? 0;
    const packets: Buffer[] = [];
    for (let at = 1; at < unit.length; at += longestPayload) {
      const piece = unit.subarray(at, at + longestPayload);
      const ends = at + longestPayload >= unit.length;
      const flags = (at === 1 ? 0x80 : 0) | (ends ? 0x40 : 0);
      packets.push(
        packet(last && ends, timestamp, Buffer.from([(header & 0xe0) | fuA, flags | (header & 0x1f)]), piece),
      );
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
