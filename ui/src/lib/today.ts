import type { Slot } from '#contract';
import { lookOf } from './day-strip.ts';

export interface DaySummary {
  readonly planned: number;
  readonly aired: number;
  /** Sounding now. */
  readonly onAir: number;
  /** Sounded, but not in full. */
  readonly partly: number;
  /** Should have sounded and did not at all. */
  readonly silent: number;
  /** Both of these. */
  readonly troubled: readonly Slot[];
  /** Still to come, those that will not sound left out. */
  readonly left: readonly Slot[];
}

/** How a day went, so far. */
export function summarise(slots: readonly Slot[]): DaySummary {
  const looks = slots.map((slot) => ({ slot, look: lookOf(slot) }));
  const having = (...wanted: string[]) => looks.filter(({ look }) => wanted.includes(look)).map(({ slot }) => slot);
  return {
    planned: slots.length,
    aired: having('aired').length,
    onAir: having('on-air').length,
    partly: having('partly').length,
    silent: having('missed').length,
    troubled: having('missed', 'partly'),
    left: having('planned'),
  };
}

/** What will sound next, whichever day it is on. `slots` in order of time. */
export function nextSlot(slots: readonly Slot[], now: number): Slot | undefined {
  return slots.find((slot) => lookOf(slot) === 'planned' && Date.parse(slot.startsAt) >= now);
}
