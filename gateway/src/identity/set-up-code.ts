import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../core/errors.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'; // Crockford base 32
const wrongTriesPerCode = 10;

/** The one-time code that proves that somebody sees the gateway's own screen or log: `k7xm-9pqd`, 40 bits. */
export interface SetUpCode {
  current(): string;
  /** Refuses a wrong code with `identity.wrong-setup-code`; after ten the code is void and `onReplaced` gets the next. */
  check(typed: string): void;
}

export function createSetUpCode(onReplaced: (code: string) => void): SetUpCode {
  let code = newCode();
  let wrongTries = 0;
  return {
    current: () => code,
    check(typed) {
      if (timingSafeEqual(digest(typed), digest(code))) return;
      wrongTries += 1;
      if (wrongTries >= wrongTriesPerCode) {
        wrongTries = 0;
        code = newCode();
        onReplaced(code);
      }
      throw new AppError(
        'identity.wrong-setup-code',
        403,
        'That is not the set-up code. The gateway printed it when it started, and it is new at each start.',
      );
    },
  };
}

function newCode(): string {
  const letters = Array.from(randomBytes(8), (byte) => alphabet[byte & 31]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** What people read wrongly counts as right: capitals, spaces and dashes, o for 0, i and l for 1. */
function digest(typed: string): Buffer {
  const plain = typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
  return createHash('sha256').update(plain).digest();
}
