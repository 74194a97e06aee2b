import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../core/clock/clock.ts';
import { attributeOf, textOf } from './soap/request.ts';

/** What a camera thinks of how somebody signed in. `stale`: by a clock that is not its own, or with a nonce it has seen. */
export type LoginVerdict = 'good' | 'none' | 'wrong' | 'stale' | 'locked';

export interface Account {
  /** Times somebody signed in with a wrong password or name, over SOAP, RTSP and for snapshots. */
  readonly failures: number;
  readonly attemptsLeft: number;
  /** WS-Security UsernameToken with a digest (OASIS WSS UsernameToken 1.0 §3.1); `cameraNow`: by the camera's clock. */
  judgeToken(header: string, cameraNow: number): LoginVerdict;
  /** HTTP and RTSP digest (RFC 2617 §3.2.2). */
  judgeDigest(authorization: string | undefined, method: string): LoginVerdict;
  /** A `WWW-Authenticate` for who has not signed in. */
  challenge(): string;
  /** Somebody gives it another password. */
  change(password: string): void;
  /** As after a reboot: nothing is remembered. */
  forget(): void;
}

export interface AccountParts {
  readonly clock: Clock;
  readonly username: string;
  readonly password: string;
  /** Wrong attempts until it locks; Hikvision 7 (about 30 min), IMOU 5 (5 min). */
  readonly locksAfter: number;
  readonly lockMs: number;
}

const skewMs = 30_000;
const realm = 'IP Camera';

export function createAccount({ clock, username, locksAfter, lockMs, ...parts }: AccountParts): Account {
  const seen = new Set<string>();
  const nonces = new Set<string>();
  let { password } = parts;
  let failures = 0;
  let inARow = 0;
  let lockedUntil = -Infinity;
  const isLocked = () => clock.monotonic() < lockedUntil;

  function judge(rightly: boolean): LoginVerdict {
    if (isLocked()) return 'locked';
    if (rightly) {
      inARow = 0;
      return 'good';
    }
    failures++;
    inARow++;
    if (inARow >= locksAfter) {
      lockedUntil = clock.monotonic() + lockMs;
      inARow = 0;
    }
    return 'wrong';
  }

  return {
    get failures() {
      return failures;
    },
    get attemptsLeft() {
      return isLocked() ? 0 : locksAfter - inARow;
    },
    judgeToken(header, cameraNow) {
      const name = textOf(header, 'Username');
      const nonce = textOf(header, 'Nonce');
      const created = textOf(header, 'Created');
      // Debian's onvif-util shows an empty name where it has none.
      if (!name || nonce === null || created === null) return 'none';
      if (isLocked()) return 'locked';
      // One nonce may date two tokens: the same tool makes one a second.
      const token = `${nonce} ${created}`;
      if (Math.abs(Date.parse(created) - cameraNow) > skewMs || seen.has(token)) return 'stale';
      seen.add(token);
      const typed = attributeOf(header, 'Password', 'Type') ?? '';
      const said = textOf(header, 'Password');
      const digest = createHash('sha1')
        .update(Buffer.from(nonce, 'base64'))
        .update(created)
        .update(password)
        .digest('base64');
      return judge(name === username && typed.endsWith('#PasswordDigest') && said === digest);
    },
    judgeDigest(authorization, method) {
      if (!authorization?.startsWith('Digest ')) return 'none';
      const of = (field: string) => new RegExp(`\\b${field}="?([^",]*)"?`).exec(authorization)?.[1] ?? '';
      if (isLocked()) return 'locked';
      if (!nonces.has(of('nonce'))) return 'stale';
      const ha1 = md5(`${username}:${realm}:${password}`);
      const ha2 = md5(`${method}:${of('uri')}`);
      const middle = of('qop') === 'auth' ? `${of('nonce')}:${of('nc')}:${of('cnonce')}:auth` : of('nonce');
      return judge(of('username') === username && of('response') === md5(`${ha1}:${middle}:${ha2}`));
    },
    challenge() {
      const nonce = randomBytes(16).toString('hex');
      nonces.add(nonce);
      return `Digest qop="auth", realm="${realm}", nonce="${nonce}", stale="FALSE"`;
    },
    change(other) {
      password = other;
    },
    forget() {
      seen.clear();
      nonces.clear();
    },
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
