import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Reason } from '../../contract/index.ts';
import { cookieBytes } from './pulse-wire.ts';
import { lost, unreachable } from './sink.ts';

/** A Pulse server that answers: PulseAudio, or PipeWire in its place. */
export interface PulseServer {
  /** Its socket on this machine; null: it is elsewhere. */
  readonly path: string | null;
  readonly pipeWire: boolean;
}

const run = promisify(execFile);
const answerMs = 2_000;

/** The server that PulseAudio's own programs would go to; null when none answers. */
export async function findPulseServer(): Promise<PulseServer | null> {
  return run('pactl', ['info'], { timeout: answerMs, env: { ...process.env, LC_ALL: 'C' } }).then(
    ({ stdout }) => readPulseInfo(stdout),
    () => null,
  );
}

/** What `pactl info` says. Pure. */
export function readPulseInfo(info: string): PulseServer {
  const field = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(info)?.[1] ?? '';
  const path = field('Server String').replace(/^unix:/, '');
  return { path: path.startsWith('/') ? path : null, pipeWire: field('Server Name').includes('PipeWire') };
}

/** What the server puts in place of a card when it has none left: a stream goes on there, and nobody hears it. */
const noCard = 'auto_null';

/**
 * Pulled out, a card leaves its stream with the server, which sends it elsewhere and says that all is well; and PipeWire plays
 * on any other what was meant for a card that is not there. `device`: the card that was asked for, or empty (or `@DEFAULT_SINK@`)
 * for whichever is the default. Pure.
 */
export function faultOfCard(device: string, before: string | null, card: string): Reason | null {
  if (card === noCard) return { code: 'audio.no-sound-card', params: {} };
  if (device === '' || device.startsWith('@') || card === device) return null;
  return before === null ? unreachable(`${device} is not there, it would play on ${card}`) : lost(`moved to ${card}`);
}

/** What proves to the server who we are; zeros where there is none: it knows its own user, or lets anybody in. */
export function pulseCookie(env: NodeJS.ProcessEnv): Buffer {
  const home = env.HOME ?? homedir();
  const settings = env.XDG_CONFIG_HOME ?? join(home, '.config');
  for (const file of [env.PULSE_COOKIE, join(settings, 'pulse/cookie'), join(home, '.pulse-cookie')]) {
    if (!file) continue;
    try {
      const cookie = readFileSync(file);
      if (cookie.length === cookieBytes) return cookie;
    } catch {
      continue; // not there
    }
  }
  return Buffer.alloc(cookieBytes);
}
