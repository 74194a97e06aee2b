import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Sink } from '../../gateway/src/contract/index.ts';
import { freePort } from './free-port.ts';

/** A real Icecast server on loopback, as Debian has it; it can be killed and started again on its port. */
export interface IcecastProcess {
  /** Its one password. */
  readonly password: string;
  sink(mount?: string): Extract<Sink, { kind: 'icecast' }>;
  url(mount?: string): string;
  /** Each mount that has a source, and its title. */
  titles(): Promise<Readonly<Record<string, string>>>;
  /** A station's programme, sent to a mount: a tone, by ffmpeg. Kill it, and the mount is gone. */
  source(hz: number, mount?: string): ChildProcess;
  start(): Promise<void>;
  kill(): Promise<void>;
  /** For good. */
  stop(): Promise<void>;
}

const adminPassword = 'mat-khau-quan-tri';
/** It refuses to run as root: then it runs as nobody. */
const nobody = { uid: 65_534, gid: 65_534 };

/** `burstBytes`: what a listener gets at once; Icecast's own default is much for a short story. */
export async function startIcecast({ sources = 4, burstBytes = 65_536 } = {}): Promise<IcecastProcess> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-icecast-'));
  const logs = join(folder, 'logs');
  await mkdir(logs);
  await chmod(folder, 0o755);
  await chmod(logs, 0o777);
  const file = join(folder, 'icecast.xml');
  const password = 'mat-khau-nguon';
  await writeFile(file, settings({ port, sources, burstBytes, password, logs }));
  let running: ChildProcess | null = null;

  async function start(): Promise<void> {
    const started = spawn('icecast2', ['-c', file], { stdio: 'ignore', ...(process.getuid?.() === 0 && nobody) });
    running = started;
    while (!(await answers(port))) {
      if (started.exitCode !== null) throw new Error('the Icecast of the test did not start');
      await delay(50);
    }
  }

  async function kill(): Promise<void> {
    const killed = running;
    running = null;
    if (!killed || killed.exitCode !== null || killed.signalCode !== null) return;
    const gone = once(killed, 'exit');
    killed.kill('SIGKILL');
    await gone;
  }

  await start();
  return {
    password,
    start,
    kill,
    sink: (mount = '/loa.mp3') => ({ kind: 'icecast', host: '127.0.0.1', port, mount, username: 'source' }),
    url: (mount = '/loa.mp3') => `http://127.0.0.1:${port}${mount}`,
    async titles() {
      const headers = { authorization: `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}` };
      const xml = await (await fetch(`http://127.0.0.1:${port}/admin/stats`, { headers })).text();
      const found = xml.matchAll(
        /<source mount="([^"]+)">(?:(?!<\/source>).)*?(?:<title>([^<]*)<\/title>|<\/source>)/gs,
      );
      return Object.fromEntries([...found].map(([, mount = '', title = '']) => [mount, unescape(title)]));
    },
    source: (hz, mount = '/loa.mp3') =>
      spawn(
        'ffmpeg',
        [
          ...['-v', 'error', '-re', '-f', 'lavfi', '-i', `sine=frequency=${hz}:sample_rate=48000`],
          ...['-c:a', 'libmp3lame', '-b:a', '64k', '-content_type', 'audio/mpeg', '-f', 'mp3'],
          `icecast://source:${password}@127.0.0.1:${port}${mount}`,
        ],
        { stdio: 'ignore' },
      ),
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const unescape = (xml: string) =>
  xml
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
    .replaceAll('&amp;', '&');

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/status-json.xsl`).then(
    (answer) => answer.ok,
    () => false,
  );
}

interface Settings extends Record<'port' | 'sources' | 'burstBytes', number> {
  readonly password: string;
  readonly logs: string;
}

const settings = (at: Settings) => `<icecast>
  <location>thon</location><admin>nobody@localhost</admin><hostname>127.0.0.1</hostname>
  <limits><clients>50</clients><sources>${at.sources}</sources><source-timeout>5</source-timeout>
    <burst-size>${at.burstBytes}</burst-size></limits>
  <authentication>
    <source-password>${at.password}</source-password>
    <admin-user>admin</admin-user><admin-password>${adminPassword}</admin-password>
  </authentication>
  <mount type="default"><charset>UTF-8</charset></mount>
  <listen-socket><port>${at.port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <paths>
    <logdir>${at.logs}</logdir>
    <webroot>/usr/share/icecast2/web</webroot><adminroot>/usr/share/icecast2/admin</adminroot>
  </paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>3</loglevel></logging>
  <security><chroot>0</chroot></security>
</icecast>
`;
