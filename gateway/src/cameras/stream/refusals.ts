import { createHash } from 'node:crypto';
import type { Clock } from '../../core/clock/clock.ts';
import type { LoginRefusal } from '../onvif/verdict.ts';
import type { StreamSource } from '../ports.ts';

/** Logins that a camera's stream refused: a few more tries would lock the account. */
export interface Refusals {
  remember(source: StreamSource, how: LoginRefusal): void;
  /** null: it may be tried. */
  of(source: StreamSource): LoginRefusal | null;
  /** It was put right, or somebody says so. */
  forget(source: StreamSource): void;
}

/** Hikvision locks for half an hour. */
const rememberedMs = 30 * 60_000;

export function createRefusals(clock: Clock): Refusals {
  const refused = new Map<string, { readonly how: LoginRefusal; readonly until: number }>();
  return {
    remember(source, how) {
      refused.set(keyOf(source), { how, until: clock.monotonic() + rememberedMs });
    },
    of(source) {
      const memory = refused.get(keyOf(source));
      if (memory && clock.monotonic() < memory.until) return memory.how;
      refused.delete(keyOf(source));
      return null;
    },
    forget: (source) => void refused.delete(keyOf(source)),
  };
}

/** Nothing that a password could be read from. */
function keyOf({ uri, login }: StreamSource): string {
  const words = JSON.stringify([new URL(uri).host, login?.username, login?.password]);
  return createHash('sha256').update(words).digest('base64');
}
