import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { captureCard } from './sound-capture.ts';
import { answering, isThere } from './sound-pulse.ts';

const run = promisify(execFile);

/** Its chunks would become the rhythm of the whole server if they were shorter than those it makes by itself. */
const captureMs = 200;

/** PipeWire of our own in the place of PulseAudio, with a null sink called `horn`; null where there is none. */
export async function startPipeWire() {
  const programs = ['pipewire', 'wireplumber', 'pipewire-pulse', 'dbus-run-session', 'parec'];
  if ((await Promise.all(programs.map(isThere))).includes(false)) return null;
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-pipewire-'));
  const server = `unix:${join(folder, 'pulse/native')}`;
  const env: NodeJS.ProcessEnv = { ...process.env, XDG_RUNTIME_DIR: folder, HOME: folder, PULSE_SERVER: server };
  // Nothing of it may reach a person's own session.
  delete env.DBUS_SESSION_BUS_ADDRESS;
  const own = { ...env, PULSE_SERVER: '', PULSE_RUNTIME_PATH: join(folder, 'pulse') };

  const gone: Promise<unknown>[] = [];
  const begin = (program: string, ...words: string[]) => {
    const daemon = spawn(program, words, { env: own, stdio: 'ignore' });
    gone.push(once(daemon, 'exit'));
    return daemon;
  };
  const core = begin('pipewire');
  while (!existsSync(join(folder, 'pipewire-0'))) await delay(20);
  begin('dbus-run-session', '--', 'wireplumber');
  const pulse = begin('pipewire-pulse');
  await answering(env, pulse);
  await run('pactl', ['load-module', 'module-null-sink', 'sink_name=horn', 'rate=48000', 'channels=1'], { env });

  return {
    server,
    env,
    listen: () => captureCard(env, captureMs),
    async stop(): Promise<void> {
      // The manager goes when there is nothing left to manage, and its bus with it.
      pulse.kill();
      core.kill();
      await Promise.all(gone);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
