import { approvals } from './vi/approvals.ts';
import { calendar } from './vi/calendar.ts';
import { chimes } from './vi/chimes.ts';
import { emergency } from './vi/emergency.ts';
import { handling } from './vi/handling.ts';
import { liveVoice } from './vi/live-voice.ts';
import { onAir } from './vi/on-air.ts';
import { overlays } from './vi/overlays.ts';
import { preflight } from './vi/preflight.ts';
import { schedule } from './vi/schedule.ts';
import { sheet } from './vi/sheet.ts';
import { shell } from './vi/shell.ts';
import { signIn } from './vi/sign-in.ts';
import { speech } from './vi/speech.ts';
import { why } from './vi/why.ts';
import { words } from './vi/words.ts';

/** What the first screens say, in Vietnamese; `library` and `more` come with the screens that say them. */
export const vi = {
  ...words,
  ...shell,
  ...emergency,
  ...signIn,
  ...onAir,
  ...liveVoice,
  ...schedule,
  ...why,
  ...overlays,
  ...approvals,
  ...preflight,
  ...calendar,
  ...chimes,
  ...sheet,
  ...handling,
  ...speech,
} as const;
