import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cookieBytes } from './pulse-wire.ts';

export type PulseAddress = { readonly path: string } | { readonly host: string; readonly port: number };

const standardPort = 4713;

/** Where the PulseAudio of this environment listens, as libpulse looks for it: pure. Likeliest first. */
export function pulseAddresses(env: NodeJS.ProcessEnv): PulseAddress[] {
  if (env.PULSE_SERVER) return env.PULSE_SERVER.split(/\s+/).flatMap((word) => addressOf(word) ?? []);
  const folders = [env.PULSE_RUNTIME_PATH, env.XDG_RUNTIME_DIR && join(env.XDG_RUNTIME_DIR, 'pulse')];
  const own = folders.flatMap((folder) => (folder ? [{ path: join(folder, 'native') }] : []));
  return [...own, { path: '/run/pulse/native' }];
}

/** `unix:/path`, `/path`, `tcp:host:port`, `host`; a machine id in braces may stand before it. */
function addressOf(word: string): PulseAddress | null {
  const plain = word.replace(/^\{[^}]*\}/, '');
  if (plain.startsWith('unix:')) return { path: plain.slice(5) };
  if (plain.startsWith('/')) return { path: plain };
  const [, host, port] = /^(?:tcp[46]?:)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(plain) ?? [];
  return host ? { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? standardPort) } : null;
}

/** What proves to the server who we are; zeros where there is none: it knows its own user, or lets anybody in. */
export function pulseCookie(env: NodeJS.ProcessEnv): Buffer {
  const home = env.HOME ?? homedir();
  for (const file of [env.PULSE_COOKIE, join(home, '.config/pulse/cookie'), join(home, '.pulse-cookie')]) {
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
