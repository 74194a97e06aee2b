import { networkInterfaces } from 'node:os';

/** The address at which the village's devices and phones find this computer; loopback when it has no network. */
export function lanAddress(): string {
  return outward().find(({ family }) => family === 'IPv4')?.address ?? '127.0.0.1';
}

/** Every address at which it can be found; those that hold on one wire only (fe80::) are none that a browser opens. */
export function lanAddresses(): string[] {
  return outward()
    .map(({ address }) => address)
    .filter((address) => !address.startsWith('fe80:'));
}

function outward() {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.filter(({ internal }) => !internal);
}

/** Every address of this computer, on whichever of its networks. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
}
