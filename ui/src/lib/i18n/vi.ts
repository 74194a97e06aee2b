import { handling } from './vi/handling.ts';
import { onAir } from './vi/on-air.ts';
import { schedule } from './vi/schedule.ts';
import { shell } from './vi/shell.ts';
import { signIn } from './vi/sign-in.ts';
import { words } from './vi/words.ts';

/** What the first screens say, in Vietnamese; `library` and `more` come with the screens that say them. */
export const vi = { ...words, ...shell, ...signIn, ...onAir, ...schedule, ...handling } as const;
