import type { Clash, ProgrammeInput } from '../contract/index.ts';
import { mayHaveBed } from '../core/air/bed.ts';
import { AppError, notFound } from '../core/errors.ts';
import { dayMs } from '../core/village-time.ts';
import { airtimeOf, lookAheadMs, type ProgrammeFacts } from './airtime.ts';
import { findClashes, type Airing } from './clashes.ts';
import type { ScheduleZone } from './ports.ts';
import type { StoredProgramme } from './programme-store.ts';
import { judgeQuiet, type Span } from './quiet-hours.ts';
import { nextOccurrence, occurrencesBetween } from './rule.ts';

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

/** Throws for music where none can lie: under a station, or under zones that speak in turn. */
export function refuseBed(input: Pick<StoredProgramme, 'content' | 'staggered' | 'bedRecordingId'>): void {
  if (input.bedRecordingId === null || mayHaveBed(input)) return;
  throw input.staggered
    ? new AppError(
        'programme.bed-in-turn',
        422,
        'Zones that speak in turn have no music under them: choose one of both.',
      )
    : new AppError('programme.bed-under-station', 422, 'A rebroadcast comes as it is: it has no music under it.');
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

/** Throws `schedule.overlaps-itself` when one of its slots, moved or not, begins before the one before is over. */
export function refuseOverlapWithItself(mine: ProgrammeFacts, from: number, timeZone: string): void {
  const { near, byHand, during } = airtimeOf(mine, from, timeZone);
  const byRule = new Map([...near, ...byHand.flatMap(during)].map((span) => [span.from, span]));
  const spans = [...byRule.values(), ...byHand].sort((a, b) => a.from - b.from);
  const second = spans.find((span, index) => index > 0 && span.from < (spans[index - 1]?.to ?? span.from))?.from;
  if (second === undefined) return;
  throw new AppError(
    'schedule.overlaps-itself',
    422,
    `It would begin again at ${new Date(second).toISOString()} while it is still on air: leave more time between.`,
    { params: { at: new Date(second).toISOString() } },
  );
}

/**
 * Throws `schedule.conflict` when two of the same rank want one output at once; else who yields to whom. Looked at are
 * two months, and what they may not show: each slot of a programme that is seldom on, and each that was moved, is
 * asked who else sounds then.
 */
export function clashesOf(
  mine: ProgrammeFacts,
  others: readonly ProgrammeFacts[],
  outputsOf: (programme: ProgrammeFacts['programme']) => ReadonlySet<string>,
  from: number,
  timeZone: string,
): Clash[] {
  const wires = outputsOf(mine.programme);
  const rivals = others
    .filter(({ programme }) => programme.enabled && programme.id !== mine.programme.id)
    .map((facts) => ({ programme: facts.programme, outputIds: outputsOf(facts.programme), facts }))
    .filter(({ outputIds }) => [...outputIds].some((id) => wires.has(id)))
    .map((rival) => ({ ...rival, airtime: airtimeOf(rival.facts, from, timeZone) }));
  const own = airtimeOf(mine, from, timeZone);
  const ownSingle = [...own.far, ...own.byHand];
  const theirSingle = rivals.flatMap(({ airtime }) => [...airtime.far, ...airtime.byHand]);
  const ours = [...own.near, ...ownSingle, ...theirSingle.flatMap(own.during)];
  const theirs = rivals.flatMap(({ programme, outputIds, airtime: { near, far, byHand, during } }) =>
    [...near, ...far, ...byHand, ...ownSingle.flatMap(during)].map((span) => airing(programme, outputIds, span)),
  );
  const inOrder = (airings: Airing[]) => airings.sort((a, b) => a.from - b.from);
  const clashes = findClashes(inOrder(ours.map((span) => airing(mine.programme, wires, span))), inOrder(theirs));
  const refused = clashes.find((clash) => clash.yields === 'neither');
  if (refused) throw conflict(refused.other.title, Math.max(refused.mine.from, refused.other.from));
  return clashes.map(({ mine: ownAiring, other, yields }) => ({
    programmeId: other.programmeId,
    title: other.title,
    at: new Date(Math.max(ownAiring.from, other.from)).toISOString(),
    yields: yields === 'mine' ? 'this' : 'other',
  }));
}

function airing(
  { id, title, priority }: ProgrammeFacts['programme'],
  outputIds: ReadonlySet<string>,
  { from, to }: Span,
): Airing {
  return { programmeId: id, title, priority, outputIds, from, to };
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
