import type { vi } from './vi.ts';
import { approvals } from './en/approvals.ts';
import { calendar } from './en/calendar.ts';
import { chimes } from './en/chimes.ts';
import { emergency } from './en/emergency.ts';
import { handling } from './en/handling.ts';
import { liveVoice } from './en/live-voice.ts';
import { onAir } from './en/on-air.ts';
import { overlays } from './en/overlays.ts';
import { preflight } from './en/preflight.ts';
import { schedule } from './en/schedule.ts';
import { sheet } from './en/sheet.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { speech } from './en/speech.ts';
import { why } from './en/why.ts';
import { words } from './en/words.ts';

/** The same in English; a key that Vietnamese has and English lacks fails the build. */
export const en: Record<keyof typeof vi, string> = {
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
};
