import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { captureCard } from './sound-capture.ts';

export { preciseNow } from './sound-capture.ts';

const run = promisify(execFile);

/** Of a real-time thread that had to wait for a busy machine the kernel would make an end after 200 ms of work. */
const patient = 'rlimit-rttime = -1\n';
const card = ['module-null-sink', 'sink_name=horn', 'rate=48000', 'channels=1', 'format=s16le'];

export interface PulseManner {
  /** Whom it lets in, in the words of its module. */
  readonly access?: string;
  /** Another person's server. */
  readonly uid?: number;
  /** What those who come show to it. */
  readonly cookie?: string;
  /** All goes through its socket and nothing through shared memory, so that something can stand between. */
  readonly socketOnly?: boolean;
}

/** A PulseAudio daemon of our own with a null sink called `horn`; null where there is no PulseAudio. */
export async function startPulse({ access = 'auth-anonymous=1', uid, cookie, socketOnly = false }: PulseManner = {}) {
  if (!(await isThere('pulseaudio')) || !(await isThere('parec'))) return null;
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-pulse-'));
  if (uid !== undefined) await chown(folder, uid, uid);
  const server = `unix:${join(folder, 'socket')}`;
  const env = {
    ...process.env,
    XDG_RUNTIME_DIR: folder,
    PULSE_RUNTIME_PATH: folder,
    HOME: folder,
    PULSE_SERVER: server,
    ...(cookie !== undefined && { PULSE_COOKIE: cookie, XDG_RUNTIME_DIR: '/nowhere', PULSE_RUNTIME_PATH: '/nowhere' }),
  };
  const config = join(folder, 'daemon.conf');
  await writeFile(config, patient);
  let lastWords = '';
  let daemon = await start();

  async function start(): Promise<ChildProcess> {
    const started = spawn(
      'pulseaudio',
      [
        ...['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--log-level=error'],
        `--disable-shm=${socketOnly}`,
        ...['-L', `module-native-protocol-unix socket=${join(folder, 'socket')} ${access}`],
        ...['-L', card.join(' ')],
      ],
      {
        env: { ...env, PULSE_SERVER: '', XDG_RUNTIME_DIR: folder, PULSE_RUNTIME_PATH: folder, PULSE_CONFIG: config },
        stdio: ['ignore', 'ignore', 'pipe'],
        ...(uid !== undefined && { uid, gid: uid }),
      },
    );
    started.stderr?.setEncoding('utf8').on('data', (words: string) => {
      lastWords = (lastWords + words).slice(-1_000);
    });
    await answering(env, started);
    return started;
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { exitCode, signalCode } = daemon;
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`the test's PulseAudio died by itself (${signalCode ?? exitCode}): ${lastWords}`);
    }
    const ended = once(daemon, 'exit');
    daemon.kill(signal);
    await ended;
  }

  return {
    server,
    env,
    /** `slow`: as a card that nobody hurries, in chunks of half a second. */
    listen: ({ slow = false } = {}) => captureCard(env, slow ? 500 : 10),
    tell: (...words: string[]) => run('pactl', words, { env }),
    /** Pulls the card out, as the server sees it; `left`: it has another one to send streams to, which nobody hears. */
    async unplug({ left = false } = {}): Promise<void> {
      const { stdout } = await run('pactl', ['list', 'short', 'modules'], { env });
      const module = /^(\d+)\s+module-null-sink/m.exec(stdout)?.[1] ?? '';
      if (left) await run('pactl', ['load-module', 'module-rescue-streams'], { env });
      if (left) await run('pactl', ['load-module', 'module-always-sink'], { env });
      await run('pactl', ['unload-module', module], { env });
    },
    async plugIn(): Promise<void> {
      await run('pactl', ['load-module', ...card], { env });
    },
    /** It dies, and another one takes its place. */
    async restart(): Promise<void> {
      await end('SIGKILL');
      daemon = await start();
    },
    async stop(): Promise<void> {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type PrivatePulse = NonNullable<Awaited<ReturnType<typeof startPulse>>>;

/** The server's own program plays to it, not our own line. */
export async function playedByProgram(env: NodeJS.ProcessEnv): Promise<boolean> {
  const { stdout } = await run('pactl', ['list', 'sink-inputs'], { env });
  return stdout.includes('application.process.binary = "pacat"');
}

export async function answering(env: NodeJS.ProcessEnv, server: ChildProcess): Promise<void> {
  while (!(await run('pactl', ['info'], { env }).then(isTrue, isFalse))) {
    if (server.exitCode !== null) throw new Error('the sound server of the test did not start');
    await delay(50);
  }
}

export async function isThere(program: string): Promise<boolean> {
  return run('sh', ['-c', `command -v ${program}`]).then(isTrue, isFalse);
}

const isTrue = () => true;
const isFalse = () => false;
