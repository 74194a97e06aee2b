import { isIPv6 } from 'node:net';
import { plainAddress, type AddressRange } from './names.ts';

/** DER tags (X.690; GeneralName, RFC 5280 §4.2.1.6). */
const sequence = 0x30;
const permittedSubtrees = 0xa0;
const dnsName = 0x82;
const ipAddress = 0x87;

export const nameConstraintsOid = '2.5.29.30';

/**
 * The value of the extension NameConstraints (RFC 5280 §4.2.1.10): only these domains with what is below them, and only these
 * ranges. A domain stands without a leading dot, an address with its mask behind it.
 */
export function nameConstraints(domains: readonly string[], ranges: readonly AddressRange[]): Uint8Array<ArrayBuffer> {
  const subtrees = [
    ...domains.map((domain) => tlv(dnsName, Buffer.from(domain, 'ascii'))),
    ...ranges.map((range) => tlv(ipAddress, withMask(range))),
  ].map((base) => tlv(sequence, base));
  return tlv(sequence, tlv(permittedSubtrees, Buffer.concat(subtrees)));
}

/** Was this one address named in the constraints of a certificate (DER)? */
export function permitsAddress(der: Buffer, address: string): boolean {
  return der.includes(tlv(ipAddress, withMask({ address, bits: isIPv6(address) ? 128 : 32 })));
}

function withMask({ address, bits }: AddressRange): Buffer {
  const bytes = bytesOf(address);
  const mask = bytes.map((_byte, index) => 0xff & ~(0xff >> Math.min(8, Math.max(0, bits - 8 * index))));
  return Buffer.from([...bytes, ...mask]);
}

function bytesOf(address: string): number[] {
  if (!isIPv6(address)) return address.split('.').map(Number);
  const [head = [], tail = []] = plainAddress(address)
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
}

/** Tag, length, value; lengths below 65,536. */
function tlv(tag: number, value: Uint8Array): Buffer<ArrayBuffer> {
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}
