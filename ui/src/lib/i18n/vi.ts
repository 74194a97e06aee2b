import { handling } from './vi/handling.ts';
import { library } from './vi/library.ts';
import { more } from './vi/more.ts';
import { onAir } from './vi/on-air.ts';
import { schedule } from './vi/schedule.ts';
import { shell } from './vi/shell.ts';
import { signIn } from './vi/sign-in.ts';
import { words } from './vi/words.ts';

/** The panel in Vietnamese, and by its keys the list of all there is to say. */
export const vi = { ...words, ...shell, ...signIn, ...onAir, ...schedule, ...handling, ...library, ...more } as const;
