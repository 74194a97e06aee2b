import { BlockList, isIPv4 } from 'node:net';

/**
 * How far an address is: on the internet, in the village's own network, or nowhere that a station or a camera can be (this machine,
 * a link without a router, the metadata of a cloud, what translates to any of them). IANA special-purpose registries.
 */
export type Reach = 'public' | 'lan' | 'never';

/** May a connection be made to this address? Asked after each name is resolved, of each redirect and of each segment. */
export type AddressRule = (address: string, lanAllowed: boolean) => boolean;

const lan = listOf([
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['fc00::', 7],
]);

const never = listOf([
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  // The metadata service of a large cloud lies in what is otherwise a LAN.
  ['fd00:ec2::', 32],
]);

/** Of IPv6 only what is routed, but for tunnels that end in IPv4: Teredo, 6to4, documentation. */
const routed = listOf([['2000::', 3]]);
const tunnels = listOf([
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
]);

/** `own`: the addresses of this machine, which are never another's. Pure. */
export function reachOf(address: string, own: readonly string[]): Reach {
  const plain = plainOf(address);
  if (own.some((mine) => plainOf(mine) === plain)) return 'never';
  if (isIPv4(plain)) {
    if (never.check(plain)) return 'never';
    return lan.check(plain) ? 'lan' : 'public';
  }
  if (never.check(plain, 'ipv6')) return 'never';
  if (lan.check(plain, 'ipv6')) return 'lan';
  return routed.check(plain, 'ipv6') && !tunnels.check(plain, 'ipv6') ? 'public' : 'never';
}

/** The rule of a village: the internet, and its own network where a technician said so. */
export function villageRule(ownAddresses: () => readonly string[]): AddressRule {
  return (address, lanAllowed) => {
    const reach = reachOf(address, ownAddresses());
    return reach === 'public' || (reach === 'lan' && lanAllowed);
  };
}

/**
 * Where a village lets its gateway go. A camera is in its own network: the login goes there with each question, and what is said of
 * a camera must not make the gateway ask anything of itself or of the internet.
 */
export interface Bounds {
  readonly station: AddressRule;
  readonly camera: (address: string) => boolean;
}

export function villageBounds(ownAddresses: () => readonly string[]): Bounds {
  return {
    station: villageRule(ownAddresses),
    camera: (address) => reachOf(address, ownAddresses()) === 'lan',
  };
}

/** Without a scope, in lower case, and IPv4 as such when it is wrapped in IPv6. */
function plainOf(address: string): string {
  const [bare = ''] = address.toLowerCase().split('%');
  const [, wrapped] = /^(?:0*:)*:?ffff:(?:0:)?(\d+\.\d+\.\d+\.\d+)$/.exec(bare) ?? [];
  if (wrapped !== undefined) return wrapped;
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(bare) ?? [];
  if (high === undefined || low === undefined) return bare;
  const bits = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
  return [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255].join('.');
}

function listOf(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, isIPv4(network) ? 'ipv4' : 'ipv6');
  return list;
}
