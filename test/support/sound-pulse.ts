import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { soundRate } from './sound.ts';

const run = promisify(execFile);

const card = ['module-null-sink', 'sink_name=horn', 'rate=48000', 'channels=1', 'format=s16le'];

/** The wall clock with fractions of a millisecond. */
export const preciseNow = () => performance.timeOrigin + performance.now();

/** A PulseAudio daemon of our own with a null sink called `horn`; null where there is no PulseAudio. */
export async function startPulse() {
  if (!(await isThere('pulseaudio')) || !(await isThere('parec'))) return null;
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-pulse-'));
  const server = `unix:${join(folder, 'socket')}`;
  const env = {
    ...process.env,
    XDG_RUNTIME_DIR: folder,
    PULSE_RUNTIME_PATH: folder,
    HOME: folder,
    PULSE_SERVER: server,
  };
  const daemon = spawn(
    'pulseaudio',
    [
      ...['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--log-level=error'],
      ...['-L', `module-native-protocol-unix socket=${join(folder, 'socket')} auth-anonymous=1`],
      ...['-L', card.join(' ')],
    ],
    { env: { ...env, PULSE_SERVER: '' }, stdio: 'ignore' },
  );
  const ended = once(daemon, 'exit');
  while (!(await run('pactl', ['info'], { env }).then(isTrue, isFalse))) {
    if (daemon.exitCode !== null) throw new Error('the PulseAudio of the test did not start');
    await delay(50);
  }
  return {
    server,
    env,
    listen: () => listenTo(env),
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
    async stop(): Promise<void> {
      daemon.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type PrivatePulse = NonNullable<Awaited<ReturnType<typeof startPulse>>>;

/**
 * Captures what the null sink plays, with the instant of each sample: a chunk that arrives now ended now at the latest,
 * so the earliest of all arrivals (less the samples before them) tells where sample 0 lies.
 */
async function listenTo(env: NodeJS.ProcessEnv) {
  const child: ChildProcess = spawn(
    'parec',
    ['--device=horn.monitor', '--raw', '--format=s16le', '--channels=1', `--rate=${soundRate}`, '--latency-msec=10'],
    { env, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const chunks: { first: number; samples: Int16Array }[] = [];
  let frames = 0;
  let zero = Infinity;
  let odd: Buffer = Buffer.alloc(0);
  child.stdout?.on('data', (data: Buffer) => {
    const at = preciseNow();
    const bytes = odd.length === 0 ? data : Buffer.concat([odd, data]);
    const whole = bytes.length - (bytes.length % 2);
    odd = bytes.subarray(whole);
    const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole));
    chunks.push({ first: frames, samples });
    frames += samples.length;
    zero = Math.min(zero, at - (frames * 1000) / soundRate);
  });
  while (frames < soundRate / 10) await delay(20);

  return {
    /** The instant of the first sound at or after `since`, once it was captured; null when none came by `until`. */
    async onset(since: number, until: number, threshold = 200): Promise<number | null> {
      while (preciseNow() < until + 300) {
        for (const { first, samples } of chunks) {
          const firstAt = zero + (first * 1000) / soundRate;
          if (firstAt + (samples.length * 1000) / soundRate < since || firstAt > until) continue;
          const offset = samples.findIndex(
            (sample, i) => Math.abs(sample) >= threshold && firstAt + (i * 1000) / soundRate >= since,
          );
          if (offset >= 0) return firstAt + (offset * 1000) / soundRate;
        }
        await delay(20);
      }
      return null;
    },
    /** Forgets the sound so far. */
    clear: () => void (chunks.length = 0),
    async stop(): Promise<void> {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

export async function isThere(program: string): Promise<boolean> {
  return run('sh', ['-c', `command -v ${program}`]).then(isTrue, isFalse);
}

const isTrue = () => true;
const isFalse = () => false;
