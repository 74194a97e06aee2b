import { spawnSync } from 'node:child_process';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { AtTheEnd } from './gateway-process.ts';

/** A network of its own with one cable to ours. What is sent while the cable is out comes later or never, as TCP has it. */
export interface CuttableNetwork {
  readonly how: 'network namespace' | 'TCP proxy';
  /** The command line of a programme that is to run over there. */
  beyond(command: readonly string[]): readonly string[];
  /** Where a server over there listens, and how a client over there calls it. */
  readonly addressBeyond: string;
  /** Where a client here finds a server over there; where one over there finds a server here, which listens everywhere. */
  toBeyond(port: number): Promise<Address>;
  toHere(port: number): Promise<Address>;
  cut(): void;
  mend(): void;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

let networks = 0;

/** A network namespace where this user may make one, else a proxy that holds back whatever comes. */
export function openCuttableNetwork(atTheEnd: AtTheEnd): CuttableNetwork {
  const number = networks++ % 64;
  const name = `loa${process.pid}-${number}`;
  if (!ip(`netns add ${name}`)) return openProxies(atTheEnd);
  atTheEnd(async () => void ip(`netns delete ${name}`));
  // 198.18.0.0/15 is for tests of networks (RFC 2544); four addresses a cable.
  const net = (process.pid % 1_024) * 64 + number;
  const address = (host: number) => `198.${18 + (net >> 14)}.${(net >> 6) & 255}.${(net & 63) * 4 + host}`;
  const cable = `l${process.pid.toString(36)}-${number}`;
  const laid = [
    `link add ${cable} type veth peer name eth0 netns ${name}`,
    `address add ${address(1)}/30 dev ${cable}`,
    `link set ${cable} up`,
    `-n ${name} address add ${address(2)}/30 dev eth0`,
    `-n ${name} link set eth0 up`,
    `-n ${name} link set lo up`,
  ].every(ip);
  if (!laid) return openProxies(atTheEnd);
  return {
    how: 'network namespace',
    beyond: (command) => ['ip', 'netns', 'exec', name, ...command],
    addressBeyond: address(2),
    toBeyond: async (port) => ({ host: address(2), port }),
    toHere: async (port) => ({ host: address(1), port }),
    cut: () => void ip(`link set ${cable} down`),
    mend: () => void ip(`link set ${cable} up`),
  };
}

function ip(words: string): boolean {
  return spawnSync('ip', words.split(' '), { stdio: 'ignore' }).status === 0;
}

function openProxies(atTheEnd: AtTheEnd): CuttableNetwork {
  const sockets = new Set<Socket>();
  let whole = true;

  async function open(port: number): Promise<Address> {
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (near) => {
      const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(socket);
        socket.on('data', (bytes) => void other.write(bytes));
        socket.on('end', () => other.end());
        socket.on('error', () => other.destroy());
        socket.on('close', () => sockets.delete(socket));
        if (whole) socket.resume();
        else socket.pause();
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    atTheEnd(() => close(server));
    return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  }

  async function close(server: Server): Promise<void> {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  }

  return {
    how: 'TCP proxy',
    beyond: (command) => command,
    addressBeyond: '127.0.0.1',
    toBeyond: open,
    toHere: open,
    cut() {
      whole = false;
      for (const socket of sockets) socket.pause();
    },
    mend() {
      whole = true;
      for (const socket of sockets) socket.resume();
    },
  };
}
