import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSystemClock } from '../../gateway/src/core/clock/system-clock.ts';
import { createAccountBook, hashSecret, type AccountBook } from '../../gateway/src/mqtt/account-book.ts';
import type { Rights } from '../../gateway/src/mqtt/access-rules.ts';
import { createBroker, type EmbeddedBroker } from '../../gateway/src/mqtt/broker.ts';
import type { BrokerLimits } from '../../gateway/src/mqtt/broker-limits.ts';
import { createDeviceCertificates } from '../../gateway/src/https/device-certificates.ts';
import { freePort } from './free-port.ts';
import type { AtTheEnd } from './gateway-process.ts';
import { quietLog } from './quiet-log.ts';
import { tempFolder } from './temp-folder.ts';

/** Who may do what in these brokers: username → rights. Everybody's password is `secret-of-<username>`. */
export type TestAccounts = Readonly<Record<string, Rights>>;

export const passwordOf = (username: string) => `secret-of-${username}`;

export interface RunningBroker {
  readonly port: number;
  stop(): Promise<void>;
}

export interface RunningMosquitto extends RunningBroker {
  /** Of its process, for whoever looks at its memory. */
  pid(): number;
  /** Killed as a power cut would; its port stays its own. */
  kill(): Promise<void>;
  startAgain(): Promise<void>;
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

/** Where Mosquitto is to run: on the loopback, unless it is a network of its own. */
export interface MosquittoPlace {
  readonly host: string;
  wrap(command: readonly string[]): readonly string[];
  reach(port: number): Promise<{ readonly host: string; readonly port: number }>;
}

const here: MosquittoPlace = {
  host: '127.0.0.1',
  wrap: (command) => command,
  reach: async (port) => ({ host: '127.0.0.1', port }),
};

/** Rights as ours are, or lines of Mosquitto's own: `topic read a/+/b`. */
type MosquittoAccounts = Readonly<Record<string, Rights | readonly string[]>>;

/** Mosquitto with the same accounts, on a free port; with TLS when it is given a key and a certificate. */
export async function openMosquitto(
  accounts: MosquittoAccounts,
  tls?: { readonly key: string; readonly certificate: string },
  { host, wrap, reach }: MosquittoPlace = here,
): Promise<RunningMosquitto> {
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
      `listener ${port} ${host}`,
      'allow_anonymous false',
      `password_file ${passwords}`,
      `acl_file ${rules}`,
      'set_tcp_nodelay true',
      'max_packet_size 65536',
      'user root', // when started by root it would else become a user who can't read these files
      'log_type error',
      ...(tls ? [`certfile ${folder}/server.pem`, `keyfile ${folder}/server.key`] : []),
      '',
    ].join('\n'),
  );
  if (tls) {
    await writeFile(join(folder, 'server.pem'), tls.certificate);
    await writeFile(join(folder, 'server.key'), tls.key, { mode: 0o600 });
  }
  const [command = '', ...args] = wrap([programme('mosquitto'), '-c', config]);
  const address = await reach(port);
  let pid = 0;
  async function start() {
    const child = spawn(command, args, { stdio: 'ignore' });
    pid = child.pid ?? 0;
    const exited = once(child, 'exit');
    await accepts(address, () => child.exitCode !== null);
    return async (signal: NodeJS.Signals) => {
      child.kill(signal);
      await exited; // settled already when it was killed before
    };
  }
  let end = await start();
  return {
    port,
    pid: () => pid,
    kill: () => end('SIGKILL'),
    async startAgain() {
      end = await start();
    },
    async stop() {
      await end('SIGTERM');
      await rm(folder, { recursive: true });
    },
  };
}

function aclOf([username, rights]: [string, Rights | readonly string[]]): string {
  if ('prefix' in rights)
    return `user ${username}\ntopic ${rights.publishes ? 'readwrite' : 'read'} ${rights.prefix}/#\n`;
  return [`user ${username}`, ...rights, ''].join('\n');
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

async function accepts({ host, port }: { host: string; port: number }, gaveUp: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, host, () => {
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

export interface SecureMosquitto {
  readonly broker: RunningMosquitto;
  readonly url: string;
  readonly authorityFile: string;
  readonly authorityPem: string;
  /** For a gateway whose account is `ngot-gateway`. */
  readonly env: NodeJS.ProcessEnv;
}

/** Mosquitto with TLS, its certificate from an authority of ours. */
export async function openSecureMosquitto(
  accounts: MosquittoAccounts,
  atTheEnd: AtTheEnd = onTestFinished,
): Promise<SecureMosquitto> {
  const folder = await tempFolder(atTheEnd);
  const { pair, authorityPem } = await createDeviceCertificates({
    folder,
    villageId: 'ngot',
    whereabouts: () => ({ hostName: 'mosquitto', addresses: [] }),
    address: () => '127.0.0.1',
    clock: createSystemClock(),
    log: quietLog,
  }).current();
  const authorityFile = join(folder, 'ca.pem');
  await writeFile(authorityFile, authorityPem);
  const broker = await openMosquitto(accounts, pair);
  atTheEnd(() => broker.stop());
  const url = `mqtts://127.0.0.1:${broker.port}`;
  const env = {
    LOA_THON_MQTT_URL: url,
    LOA_THON_MQTT_AUTHORITY: authorityFile,
    LOA_THON_MQTT_USERNAME: 'ngot-gateway',
    LOA_THON_MQTT_PASSWORD: passwordOf('ngot-gateway'),
  };
  return { broker, url, authorityFile, authorityPem, env };
}
