import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createAccountBook, hashSecret, type AccountBook } from '../../gateway/src/mqtt/account-book.ts';
import type { Rights } from '../../gateway/src/mqtt/access-rules.ts';
import { createBroker, type BrokerLimits, type EmbeddedBroker } from '../../gateway/src/mqtt/broker.ts';
import { quietLog } from './quiet-log.ts';

/** Who may do what in these brokers: username → rights. Everybody's password is `secret-of-<username>`. */
export type TestAccounts = Readonly<Record<string, Rights>>;

export const passwordOf = (username: string) => `secret-of-${username}`;

export interface RunningBroker {
  readonly port: number;
  stop(): Promise<void>;
}

export interface RunningEmbeddedBroker extends RunningBroker {
  readonly broker: EmbeddedBroker;
  readonly book: AccountBook;
}

/** Our broker on a free port (or a given one) of the loopback. */
export async function openEmbedded(
  accounts: TestAccounts,
  options: { limits?: Partial<BrokerLimits>; port?: number } = {},
): Promise<RunningEmbeddedBroker> {
  const book = createAccountBook();
  for (const [username, rights] of Object.entries(accounts)) {
    book.put(username, { secretSha256: hashSecret(passwordOf(username)), rights });
  }
  const broker = createBroker({
    host: '127.0.0.1',
    port: options.port ?? 0,
    access: book,
    clock: createSystemClock(),
    log: quietLog,
    limits: options.limits ?? {},
  });
  const { port } = await broker.start();
  return { port, broker, book, stop: () => broker.stop() };
}

/** Mosquitto with the same accounts, on a free port of the loopback. */
export async function openMosquitto(accounts: TestAccounts): Promise<RunningBroker> {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-mosquitto-'));
  const port = await freePort();
  const passwords = join(folder, 'passwords');
  const rules = join(folder, 'rules');
  const config = join(folder, 'mosquitto.conf');
  const names = Object.keys(accounts);
  await writeFile(passwords, names.map((name) => `${name}:${passwordOf(name)}\n`).join(''), { mode: 0o600 });
  mustRun('mosquitto_passwd', ['-U', passwords]);
  await writeFile(rules, Object.entries(accounts).map(aclOf).join('\n'), { mode: 0o600 });
  await writeFile(
    config,
    [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous false',
      `password_file ${passwords}`,
      `acl_file ${rules}`,
      'set_tcp_nodelay true',
      'max_packet_size 65536',
      'user root', // when started by root it would else become a user who can't read these files
      'log_type error',
      '',
    ].join('\n'),
  );
  const child = spawn(programme('mosquitto'), ['-c', config], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  await accepts(port, () => child.exitCode !== null);
  return {
    port,
    async stop() {
      child.kill();
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

function aclOf([username, { prefix, publishes }]: [string, Rights]): string {
  return `user ${username}\ntopic ${publishes ? 'readwrite' : 'read'} ${prefix}/#\n`;
}

/** Debian installs servers where an ordinary user's PATH doesn't look. */
function programme(name: string): string {
  const found = [name, `/usr/sbin/${name}`].find((path) => spawnSync(path, ['-h']).error === undefined);
  if (!found) throw new Error(`${name} is not installed: apt-get install mosquitto mosquitto-clients`);
  return found;
}

function mustRun(name: string, parameters: readonly string[]): void {
  const { status, stderr } = spawnSync(programme(name), parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function accepts(port: number, gaveUp: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      }).on('error', () => resolve(false));
    });
    if (open) return;
    if (gaveUp()) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`mosquitto did not open port ${port}`);
}
