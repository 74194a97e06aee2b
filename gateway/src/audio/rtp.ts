import { createDecimator, decimationDelayFrames } from './decimate.ts';
import { toMuLaw } from './g711.ts';

/** How one codec of RFC 3551 travels; every packet fits an Ethernet frame without fragmenting. */
export interface RtpCodec {
  readonly payloadType: number;
  /** Of its RTP timestamps. */
  readonly clockRate: number;
  readonly packetMs: number;
  /** How much later than the samples put in the sound is, in frames at 48 kHz. */
  readonly delayFrames: number;
  /** A maker of payloads: each takes `packetMs` of 48 kHz sound. */
  createEncoder(): (samples: Int16Array) => Uint8Array;
}

export const rtpCodecs: Readonly<Record<'L16' | 'PCMU', RtpCodec>> = {
  L16: { payloadType: 96, clockRate: 48_000, packetMs: 10, delayFrames: 0, createEncoder: () => bigEndian },
  PCMU: {
    payloadType: 0,
    clockRate: 8_000,
    packetMs: 20,
    delayFrames: decimationDelayFrames,
    createEncoder() {
      const decimate = createDecimator();
      return (samples) => Uint8Array.from(decimate(samples), toMuLaw);
    },
  },
};

/** L16 is in network byte order (RFC 3551 §4.5.11). */
function bigEndian(samples: Int16Array): Uint8Array {
  const bytes = Buffer.from(samples.slice().buffer);
  return bytes.swap16();
}

export interface RtpHeader {
  readonly payloadType: number;
  /** First packet after silence (RFC 3551 §4.1). */
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
}

const headerBytes = 12;

/** A packet of RFC 3550 §5.1: version 2, no padding, no extension, no contributing sources. */
export function rtpPacket(header: RtpHeader, payload: Uint8Array): Buffer {
  const packet = Buffer.alloc(headerBytes + payload.length);
  packet[0] = 0x80;
  packet[1] = (header.marker ? 0x80 : 0) | header.payloadType;
  packet.writeUInt16BE(header.sequence & 0xffff, 2);
  packet.writeUInt32BE(header.timestamp >>> 0, 4);
  packet.writeUInt32BE(header.ssrc >>> 0, 8);
  packet.set(payload, headerBytes);
  return packet;
}

/** True for 224.0.0.0/4 and ff00::/8. */
export function isMulticast(address: string): boolean {
  const first = Number(address.split('.')[0]);
  return address.includes(':') ? /^ff/i.test(address) : first >= 224 && first <= 239;
}

/** The session description (RFC 8866) that a receiver opens to hear the output. */
export function sessionDescription(session: {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly codec: 'L16' | 'PCMU';
  readonly ttl: number;
}): string {
  const { address, port, codec } = session;
  const { payloadType, clockRate, packetMs } = rtpCodecs[codec];
  const family = address.includes(':') ? 'IP6' : 'IP4';
  // Only an IPv4 group carries its TTL (RFC 8866 §5.7).
  const scope = family === 'IP4' && isMulticast(address) ? `/${session.ttl}` : '';
  return [
    'v=0',
    `o=- 0 0 IN ${family} ${address}`,
    `s=${session.name.replaceAll(/[\r\n]+/g, ' ')}`,
    `c=IN ${family} ${address}${scope}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${codec}/${clockRate}/1`,
    `a=ptime:${packetMs}`,
    'a=recvonly',
    '',
  ].join('\r\n');
}
