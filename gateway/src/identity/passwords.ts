import { hash, verify } from '@node-rs/argon2';

/** OWASP's argon2id minimum: 19 MiB, two passes; about 30 ms of a small computer, off the event loop. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Vietnamese keyboards compose letters in two ways; both must open the same door (RFC 8265 §4.2: NFC). */
const plain = (password: string) => password.normalize('NFC');

/** Of 32 random bytes that nobody kept: what an unknown login is compared with. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$OL1hh8ILRjK8UM31DjKZqQ$ceD115LuTPxQuj81RotKnOH2s4ysel7y/ydQu4o5CXc';

/** The PHC string to keep instead of the password. */
export function hashPassword(password: string): Promise<string> {
  return hash(plain(password), cost);
}

/** Is it this password? Without a hash (no such person) it takes as long and says no. */
export async function passwordFits(password: string, passwordHash: string | null): Promise<boolean> {
  const fits = await verify(passwordHash ?? nobodysHash, plain(password));
  return fits && passwordHash !== null;
}
