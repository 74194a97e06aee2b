import { inBreaths } from './reading/breaths.ts';
import { again } from './reading/again.ts';
import { readAloud } from './reading/read-aloud.ts';

/** Pure: a text made into what is said, one line after the other. */

/** What a person asks to be read. */
export interface Reading {
  readonly text: string;
  /** 1: as for people who listen from afar. */
  readonly speed: number;
  /** Twice, the second time slower. */
  readonly twice: boolean;
}

export interface Line {
  readonly text: string;
  readonly speed: number;
  /** Silence after it. */
  readonly pauseMs: number;
}

const secondTime = 0.85;
const betweenReadingsMs = 1_200;
/** A syllable of espeak-ng at speed 1, as measured over the twenty sentences of its tests. */
const syllableMs = 262;

/** Throws `speech.too-long` or `speech.empty`. */
export function scriptOf({ text, speed, twice }: Reading): Line[] {
  const once = readAloud(text)
    .flatMap(inBreaths)
    .map((sentence) => ({ ...sentence, speed }));
  if (!twice) return silentAtTheEnd(once);
  const slower = speed * secondTime;
  return silentAtTheEnd([
    ...once.map((line, at) => (at === once.length - 1 ? { ...line, pauseMs: betweenReadingsMs } : line)),
    { text: again, speed: slower, pauseMs: 400 },
    ...once.map((line) => ({ ...line, speed: slower })),
  ]);
}

function silentAtTheEnd(lines: readonly Line[]): Line[] {
  return lines.map((line, at) => (at === lines.length - 1 ? { ...line, pauseMs: 0 } : line));
}

/** About how long it will be, before anybody has spoken it. */
export function estimateMs(lines: readonly Line[]): number {
  const spokenMs = ({ text, speed }: Line) => (text.split(' ').length * syllableMs) / speed;
  return Math.round(lines.reduce((sum, line) => sum + spokenMs(line) + line.pauseMs, 0));
}
