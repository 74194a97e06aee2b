import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** What this computer is called, and where it is found, now. */
export interface Whereabouts {
  readonly hostName: string;
  readonly addresses: readonly string[];
}

/** What a certificate vouches for. */
export interface CertificateNames {
  readonly domains: readonly string[];
  readonly addresses: readonly string[];
}

/**
 * Names that no registry sells: `.local` (RFC 6762), `home.arpa` (RFC 8375), `.internal` (reserved by ICANN in 2024), `.lan`
 * (what routers use). A host name alone is not among them: as a constraint it would hold for ever, and may be a top-level domain.
 */
export const privateDomains: readonly string[] = ['localhost', 'local', 'lan', 'home.arpa', 'internal'];

export interface AddressRange {
  readonly address: string;
  readonly bits: number;
}

/** Addresses that no router of the internet knows: RFC 1918, 3927, 6598, 4193, and the computer itself. */
export const privateRanges: readonly AddressRange[] = [
  { address: '10.0.0.0', bits: 8 },
  { address: '172.16.0.0', bits: 12 },
  { address: '192.168.0.0', bits: 16 },
  { address: '169.254.0.0', bits: 16 },
  { address: '100.64.0.0', bits: 10 },
  { address: '127.0.0.0', bits: 8 },
  { address: 'fc00::', bits: 7 },
  { address: '::1', bits: 128 },
];

const privateList = new BlockList();
for (const { address, bits } of privateRanges) privateList.addSubnet(address, bits, familyOf(address));

export function isPrivateAddress(address: string): boolean {
  return privateList.check(address, familyOf(address));
}

/**
 * Some networks number their computers as if they were in the internet. What is so at the making of an authority it may
 * vouch for too, address by address; IPv6 addresses of the internet change too often to be worth it.
 */
export function ownPublicRanges(addresses: readonly string[]): AddressRange[] {
  return addresses
    .filter((address) => isIPv4(address) && !isPrivateAddress(address))
    .map((address) => ({ address, bits: 32 }));
}

/** Everything under which phones in the village may open the panel, and which its authority `permits`. */
export function namesFor(
  { hostName, addresses }: Whereabouts,
  permits: (address: string) => boolean = isPrivateAddress,
): CertificateNames {
  const [label = ''] = hostName.toLowerCase().split('.');
  const usable = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label) && label !== 'localhost';
  const ours = usable ? privateDomains.slice(1).map((domain) => `${label}.${domain}`) : [];
  const found = addresses.filter((address) => isPrivateAddress(address) || permits(address)).map(plainAddress);
  return {
    domains: ['localhost', ...ours],
    addresses: [...new Set(['127.0.0.1', '::1', ...found])],
  };
}

/** One way to write an address: `FD00:0:0:0:0:0:0:1` is `fd00::1`. */
export function plainAddress(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
