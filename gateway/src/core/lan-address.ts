import { networkInterfaces } from 'node:os';

/** The address at which the village's devices and phones find this computer; loopback when it has no network. */
export function lanAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return addresses.find((address) => address.family === 'IPv4' && !address.internal)?.address ?? '127.0.0.1';
}
