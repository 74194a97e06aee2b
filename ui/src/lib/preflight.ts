import type { Preflight, PreflightFinding, Slot } from '#contract';
import { hourMs, villageMoment } from './time.ts';

/** A check that is older says little about the coming night. */
const freshMs = 24 * hourMs;
const awaitsApproval: ReadonlySet<string> = new Set(['slot.not-approved', 'slot.content-not-approved']);
const eveningFrom = 17 * 60;

export type Readiness =
  | { readonly kind: 'unknown' }
  /** What it looked at is over. */
  | { readonly kind: 'old'; readonly at: string }
  | { readonly kind: 'nothing'; readonly at: string }
  | { readonly kind: 'ready'; readonly at: string; readonly count: number; readonly to: string; readonly part: DayPart }
  /** Nothing is broken, but somebody still has to say yes; `before`: the first of them. */
  | { readonly kind: 'to-approve'; readonly at: string; readonly count: number; readonly before: string }
  /** `before`: the first slot that would suffer; null: none is known. */
  | { readonly kind: 'to-mend'; readonly at: string; readonly count: number; readonly before: string | null };

/** Where all of the coming slots lie, when one word says it. */
export type DayPart = 'tomorrow-morning' | 'tomorrow' | 'next-day';

/** The one line of pre-flight. `slots`: those that are known, in order of time. */
export function readinessOf(
  preflight: Preflight | null,
  slots: readonly Slot[],
  now: number,
  timeZone: string,
): Readiness {
  if (!preflight) return { kind: 'unknown' };
  const { at, to, findings } = preflight;
  if (Date.parse(to) <= now || now - Date.parse(at) > freshMs) return { kind: 'old', at };
  const ahead = slots.filter(
    ({ state, startsAt }) => state === 'planned' && Date.parse(startsAt) > now && startsAt < to,
  );
  if (findings.length > 0) {
    const touched = new Set(findings.flatMap(({ slotIds }) => slotIds));
    const before = ahead.find(({ id }) => touched.has(id))?.startsAt ?? null;
    return { kind: 'to-mend', at, count: findings.length, before };
  }
  const unapproved = ahead.filter(({ holds }) => holds.some(({ reason }) => awaitsApproval.has(reason.code)));
  if (unapproved[0]) return { kind: 'to-approve', at, count: unapproved.length, before: unapproved[0].startsAt };
  if (ahead.length === 0) return { kind: 'nothing', at };
  // What was added since is not vouched for.
  const count = Math.min(ahead.length, preflight.slots);
  if (count === 0) return { kind: 'old', at };
  return { kind: 'ready', at, count, to, part: dayPart(ahead, now, timeZone) };
}

function dayPart(slots: readonly Slot[], now: number, timeZone: string): DayPart {
  const tomorrow = villageMoment(now + 24 * hourMs, timeZone).date;
  const moments = slots.map(({ startsAt }) => villageMoment(startsAt, timeZone));
  if (!moments.every(({ date }) => date === tomorrow)) return 'next-day';
  return moments.every(({ minutes }) => minutes < 12 * 60) ? 'tomorrow-morning' : 'tomorrow';
}

/** On the home screen: in the evening, and whenever something is to be mended. */
export function belongsOnHome(readiness: Readiness, now: number, timeZone: string): boolean {
  if (readiness.kind === 'to-mend' || readiness.kind === 'to-approve') return true;
  if (readiness.kind === 'unknown' || readiness.kind === 'old') return false;
  return villageMoment(now, timeZone).minutes >= eveningFrom;
}

const rooms: Record<NonNullable<PreflightFinding['fix']>['kind'], (id: string | null) => string> = {
  programme: (id) => below('/schedule/programmes', id),
  slot: (id) => (id === null ? '/schedule' : `/schedule/slots/${id}`),
  recording: (id) => below('/library', id),
  playlist: (id) => below('/library/playlists', id),
  upstream: (id) => below('/more/upstreams', id),
  relay: (id) => below('/more/relays', id),
  zone: (id) => below('/more/zones', id),
  overlay: (id) => below('/schedule/overlays', id),
  clock: () => '/more/settings',
};

/** Where it is mended. */
export function fixHref({ kind, id }: NonNullable<PreflightFinding['fix']>): string {
  return rooms[kind](id);
}

function below(place: string, id: string | null): string {
  return id === null ? place : `${place}/${id}`;
}
