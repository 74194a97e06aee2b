import type { vi } from './vi.ts';
import { handling } from './en/handling.ts';
import { onAir } from './en/on-air.ts';
import { schedule } from './en/schedule.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { words } from './en/words.ts';

/** The same in English; a key that Vietnamese has and English lacks fails the build. */
export const en: Record<keyof typeof vi, string> = {
  ...words,
  ...shell,
  ...signIn,
  ...onAir,
  ...schedule,
  ...handling,
};
