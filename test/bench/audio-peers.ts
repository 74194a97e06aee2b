import ffmpeg from 'fluent-ffmpeg';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import schedule from 'node-schedule';
import { isThere, preciseNow } from '../support/sound-pulse.ts';

/** Another way to start a sound at an instant, into the PulseAudio of `env`. */
export interface Peer {
  readonly name: string;
  /** Makes ready to start at `slot`; resolves at once. */
  arrange(slot: number): void;
  stop(): Promise<void>;
}

export interface PeerParts {
  readonly env: NodeJS.ProcessEnv;
  readonly sound: string;
  readonly folder: (name: string) => string;
}

/** The naive product: node-schedule fires at the slot, and fluent-ffmpeg then starts to play. */
export async function naive({ sound }: PeerParts): Promise<Peer | null> {
  if (!(await isThere('ffmpeg'))) return null;
  return {
    name: 'node-schedule firing fluent-ffmpeg',
    arrange(slot) {
      // `-f pulse` drops the last seconds of what it plays; ALSA's pulse device does not.
      schedule.scheduleJob(new Date(slot), () => {
        ffmpeg(sound)
          .outputFormat('alsa')
          .on('error', () => undefined)
          .save('pulse');
      });
    },
    stop: () => schedule.gracefulShutdown(),
  };
}

/** mpv with the file loaded and paused, unpaused by a message that leaves exactly at the slot. */
export async function mpv({ env, sound, folder }: PeerParts): Promise<Peer | null> {
  if (!(await isThere('mpv'))) return null;
  const path = folder('mpv.sock');
  const args = ['--idle=yes', '--no-terminal', '--no-video', '--no-config', '--ao=pulse', '--pause', '--keep-open=yes'];
  const child = spawn('mpv', [...args, '--pulse-buffer=50', `--input-ipc-server=${path}`, sound], {
    env,
    stdio: 'ignore',
  });
  const socket = await connected(path);
  const command = (...words: unknown[]) => socket.write(`${JSON.stringify({ command: words })}\n`);
  return {
    name: 'mpv, preloaded, unpaused by IPC',
    arrange(slot) {
      command('set_property', 'pause', true);
      command('loadfile', sound, 'replace');
      void at(slot, () => command('set_property', 'pause', false));
    },
    async stop() {
      socket.destroy();
      await ended(child);
    },
  };
}

/** mpv that plays `music`, which a message replaces; it goes on with the music half a second later. */
export async function mpvReplacing({ env, sound, folder }: PeerParts, music: string): Promise<Peer | null> {
  if (!(await isThere('mpv'))) return null;
  const path = folder('mpv-replacing.sock');
  const args = ['--idle=yes', '--no-terminal', '--no-video', '--no-config', '--ao=pulse', '--pulse-buffer=50'];
  const child = spawn('mpv', [...args, `--input-ipc-server=${path}`, music], { env, stdio: 'ignore' });
  const socket = await connected(path);
  const load = (file: string) => socket.write(`${JSON.stringify({ command: ['loadfile', file, 'replace'] })}\n`);
  return {
    name: 'mpv, replacing what it plays by IPC',
    arrange(slot) {
      void at(slot, () => load(sound));
      void at(slot + 500, () => load(music));
    },
    async stop() {
      socket.destroy();
      await ended(child);
    },
  };
}

/** Liquidsoap with its queue in memory and small frames, the file pushed at the slot. */
export async function liquidsoap({ env, sound, folder }: PeerParts): Promise<Peer | null> {
  if (!(await isThere('liquidsoap'))) return null;
  const path = folder('liquidsoap.sock');
  const script = folder('radio.liq');
  await writeFile(
    script,
    `
settings.init.allow_root.set(true)
settings.server.socket.set(true)
settings.server.socket.path.set("${path}")
settings.frame.duration.set(0.02)
settings.log.stdout.set(false)
settings.log.file.set(false)
radio = request.queue(id="radio")
output.pulseaudio(fallible=false, mksafe(radio))
`,
  );
  const child = spawn('liquidsoap', [script], { env, stdio: 'ignore' });
  const socket = await connected(path);
  await delay(3_000);
  return {
    name: 'Liquidsoap, pushed to its queue',
    arrange: (slot) => void at(slot, () => socket.write(`radio.push ${sound}\n`)),
    async stop() {
      socket.destroy();
      await ended(child);
    },
  };
}

/** MPD with a small buffer, told over its socket to leave its queue for the sound; the music comes back half a second later. */
export async function mpd({ env, sound, folder }: PeerParts, music: string): Promise<Peer | null> {
  if (!(await isThere('mpd'))) return null;
  const path = folder('mpd.sock');
  const settings = folder('mpd.conf');
  await writeFile(
    settings,
    `
bind_to_address "${path}"
auto_update "no"
replaygain "off"
audio_output {
  type "pulse"
  name "horn"
}
`,
  );
  const child = spawn('mpd', ['--no-daemon', settings], { env, stdio: 'ignore' });
  const socket = await connected(path);
  const play = (file: string) =>
    socket.write(`command_list_begin\nclear\nadd "file://${file}"\nplay\ncommand_list_end\n`);
  play(music);
  return {
    name: 'MPD, its queue replaced',
    arrange(slot) {
      void at(slot, () => play(sound));
      void at(slot + 500, () => play(music));
    },
    async stop() {
      socket.destroy();
      await ended(child);
    },
  };
}

/** Acts within some hundredths of a millisecond of the instant: the peers must not pay for our timers. */
async function at(instant: number, act: () => void): Promise<void> {
  await delay(Math.max(0, instant - 4 - preciseNow()));
  while (preciseNow() < instant);
  act();
}

/** Its control socket; a peer that does not open one in half a minute cannot be measured. */
async function connected(path: string): Promise<Socket> {
  for (let tries = 0; tries < 300; tries++) {
    const socket = connect(path);
    try {
      await once(socket, 'connect');
      socket.on('error', () => undefined);
      socket.resume();
      return socket;
    } catch {
      await delay(100); // it has not made its socket yet
    }
  }
  throw new Error(`nobody listens on ${path}`);
}

async function ended(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
