import type { Clash, ProgrammeInput } from '../contract/index.ts';
import { AppError, notFound } from '../core/errors.ts';
import { dayMs } from '../core/village-time.ts';
import { findClashes, type Airing } from './clashes.ts';
import type { ScheduleZone } from './ports.ts';
import { judgeQuiet, type Span } from './quiet-hours.ts';
import { nextOccurrence, occurrencesBetween } from './rule.ts';
import type { StoredProgramme } from './programme-store.ts';

/** How much of a programme saving looks at for trouble: two months of a daily one. */
export const lookAheadMs = 62 * dayMs;

/** What saving looks at. */
export type Checked = Pick<StoredProgramme, 'id' | 'title' | 'rule' | 'priority' | 'zoneIds' | 'enabled'>;

export interface ProgrammeFacts {
  readonly programme: Checked;
  readonly durationMs: number;
}

/** Throws `zone.not-found` for a zone that is not there. */
export function zonesOf(zoneIds: readonly string[], zones: (id: string) => ScheduleZone | undefined): ScheduleZone[] {
  return zoneIds.map((id) => {
    const zone = zones(id);
    if (!zone) throw notFound('zone', id);
    return zone;
  });
}

/**
 * From when on saving looks for trouble: a day before the first slot, for what may still sound then, but not before now.
 * Throws `schedule.never` for a rule that has no slot left: a day that is over, or every day taken out.
 */
export function lookFrom(input: Pick<ProgrammeInput, 'rule'>, now: number, timeZone: string): number {
  const first = nextOccurrence(input.rule, now, timeZone);
  if (first !== null) return Math.max(now, first - dayMs);
  throw new AppError('schedule.never', 422, 'This rule has no slot in the future: choose a later day or time.');
}

/** Throws for slots in quiet hours, or near them when the person was not asked yet. */
export function refuseQuietHours(
  { programme, durationMs }: ProgrammeFacts,
  zones: readonly ScheduleZone[],
  confirmedNear: boolean,
  from: number,
  timeZone: string,
): void {
  for (const startsAt of occurrencesBetween(programme.rule, from, from + lookAheadMs, timeZone)) {
    refuseQuietAiring({ from: startsAt, to: startsAt + durationMs }, zones, confirmedNear, timeZone);
  }
}

/** The same for one airing. */
export function refuseQuietAiring(
  airing: Span,
  zones: readonly ScheduleZone[],
  confirmedNear: boolean,
  timeZone: string,
): void {
  for (const zone of zones) {
    const verdict = judgeQuiet(zone.quietHours, airing, timeZone);
    if (verdict === 'clear' || (verdict === 'near' && confirmedNear)) continue;
    const { from, to } = zone.quietHours;
    const params = { zone: zone.name, from, to, at: new Date(airing.from).toISOString() };
    throw verdict === 'inside'
      ? new AppError(
          'schedule.quiet-hours',
          422,
          `'${zone.name}' is quiet from ${from} to ${to}: choose another time.`,
          { params },
        )
      : new AppError(
          'schedule.near-quiet-hours',
          409,
          `This is within 30 minutes of the quiet hours of '${zone.name}' (${from}–${to}): send it again with nearQuietHours to keep it.`,
          { params },
        );
  }
}

/** Throws `schedule.overlaps-itself` when one of its slots begins before the one before is over. */
export function refuseOverlapWithItself(
  { programme, durationMs }: ProgrammeFacts,
  from: number,
  timeZone: string,
): void {
  const starts = occurrencesBetween(programme.rule, from, from + lookAheadMs, timeZone);
  const second = starts.find((start, index) => index > 0 && start < (starts[index - 1] ?? start) + durationMs);
  if (second === undefined) return;
  throw new AppError(
    'schedule.overlaps-itself',
    422,
    `It would begin again at ${new Date(second).toISOString()} while it is still on air: leave more time between.`,
    { params: { at: new Date(second).toISOString() } },
  );
}

/** Throws `schedule.conflict` when two of the same rank want one output at once; else who yields to whom. */
export function clashesOf(
  mine: ProgrammeFacts,
  others: readonly ProgrammeFacts[],
  outputsOf: (programme: Checked) => ReadonlySet<string>,
  from: number,
  timeZone: string,
): Clash[] {
  const airings = ({ programme, durationMs }: ProgrammeFacts): Airing[] => {
    const outputIds = outputsOf(programme);
    return occurrencesBetween(programme.rule, from, from + lookAheadMs, timeZone).map((startsAt) => ({
      programmeId: programme.id,
      title: programme.title,
      priority: programme.priority,
      outputIds,
      from: startsAt,
      // A programme whose length is not known yet (its recording is being normalised) still takes its instant.
      to: startsAt + Math.max(durationMs, 1),
    }));
  };
  const theirs = others
    .filter(({ programme }) => programme.enabled && programme.id !== mine.programme.id)
    .flatMap(airings)
    .sort((a, b) => a.from - b.from);
  const clashes = findClashes(airings(mine), theirs);
  const refused = clashes.find((clash) => clash.yields === 'neither');
  if (refused) throw conflict(refused.other.title, Math.max(refused.mine.from, refused.other.from));
  return clashes.map(({ mine: own, other, yields }) => ({
    programmeId: other.programmeId,
    title: other.title,
    at: new Date(Math.max(own.from, other.from)).toISOString(),
    yields: yields === 'mine' ? 'this' : 'other',
  }));
}

/** Two of the same rank want one output at once. */
export function conflict(title: string, instant: number): AppError {
  const at = new Date(instant).toISOString();
  return new AppError(
    'schedule.conflict',
    409,
    `'${title}' is on the same output at ${at}: choose another time, other zones, or another priority.`,
    { params: { title, at } },
  );
}
