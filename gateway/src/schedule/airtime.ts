import type { Rule } from '../contract/index.ts';
import { dayMs } from '../core/village-time.ts';
import type { StoredProgramme } from './programme-store.ts';
import type { Span } from './quiet-hours.ts';
import { occurrencesBetween, occurrencesFrom } from './rule.ts';
import type { StoredSlot } from './slot-store.ts';

/** How much of a programme saving looks at for trouble: two months of a daily one. */
export const lookAheadMs = 62 * dayMs;
/** Of a rarer one, those months may show nothing: so many of its next slots are looked at too, one at least. */
const nextSlots = 12;
const furthestMs = 3 * 366 * dayMs;

/** A programme as saving looks at it. */
export interface ProgrammeFacts {
  readonly programme: Pick<StoredProgramme, 'id' | 'title' | 'rule' | 'priority' | 'zoneIds' | 'enabled'>;
  readonly durationMs: number;
  /** Its open slots that somebody skipped, moved or gave another content. */
  readonly changed: readonly ChangedSlot[];
}

export type ChangedSlot = Pick<StoredSlot, 'occursAt' | 'startsAt' | 'durationMs' | 'skippedBy' | 'content'>;

/** When a programme sounds, as far as saving looks. */
export interface Airtime {
  /** By its rule, in the two months. */
  readonly near: readonly Span[];
  /** By its rule, the next ones after them of a programme that is seldom on. */
  readonly far: readonly Span[];
  /** What somebody moved or gave another content, wherever that lies. */
  readonly byHand: readonly Span[];
  /** By its rule, whatever sounds at some moment of a span. */
  during(span: Span): Span[];
}

/** From an instant on. A slot that was changed is where it was put, not where the rule has it. Pure. */
export function airtimeOf({ programme, durationMs, changed }: ProgrammeFacts, from: number, timeZone: string): Airtime {
  const { rule } = programme;
  // A programme whose length is not known yet (its recording is being normalised) still takes its instant.
  const lengthMs = Math.max(durationMs, 1);
  const elsewhere = new Set(changed.map(({ occursAt }) => occursAt));
  const spans = (starts: readonly number[]) =>
    starts.filter((start) => !elsewhere.has(start)).map((start) => ({ from: start, to: start + lengthMs }));
  const until = from + lookAheadMs;
  const near = spans(occurrencesBetween(rule, from, until, timeZone));
  return {
    near,
    far: near.length < nextSlots ? spans(nextOf(rule, until, from + furthestMs, timeZone)) : [],
    byHand: changed
      // What the rule, as it is saved, does not have any more goes with it.
      .filter(({ skippedBy, occursAt }) => skippedBy === null && has(rule, occursAt, timeZone))
      .map(({ startsAt, durationMs: own, content }) => ({
        from: startsAt,
        to: startsAt + (content ? Math.max(own, 1) : lengthMs),
      })),
    during: (span) => spans(occurrencesBetween(rule, span.from - lengthMs + 1, span.to, timeZone)),
  };
}

function nextOf(rule: Rule, from: number, furthest: number, timeZone: string): number[] {
  const found: number[] = [];
  for (const start of occurrencesFrom(rule, from, timeZone)) {
    if (found.length > 0 && start > furthest) break;
    if (found.push(start) === nextSlots) break;
  }
  return found;
}

function has(rule: Rule, instant: number, timeZone: string): boolean {
  return occurrencesBetween(rule, instant, instant + 1, timeZone).length > 0;
}
