import type { Hold, PreflightFinding, Reason, Slot } from '../contract/index.ts';
import { outranks } from '../core/air/priority.ts';
import { contentOf, isMeant, wantedIn, type PreflightFacts } from './facts.ts';
import { finding } from './findings.ts';

/** Pure: what stands in the way of slots in the plan itself. */

type SlotFacts = Pick<PreflightFacts, 'slots' | 'zones' | 'programmes' | 'quiet'>;

export function judgeSlots(facts: SlotFacts): PreflightFinding[] {
  return [
    ...facts.slots.flatMap((slot) => slot.holds.map((hold) => judgeHold(slot, hold))),
    ...facts.slots.flatMap((slot) => judgeQuiet(slot, facts)),
    ...facts.slots.flatMap((slot) => judgeLength(slot, facts)),
    ...judgeClashes(facts),
  ];
}

/** How the gates' codes are said here, where nothing else names the slot. */
const heldCodes: Record<string, string> = {
  'slot.not-approved': 'preflight.not-approved',
  'slot.content-not-approved': 'preflight.content-not-approved',
  'slot.overlay': 'preflight.overlay',
  'slot.quiet-hours': 'preflight.quiet-hours',
  'slot.minutes-used-up': 'preflight.minutes-used-up',
  'slot.pushed-aside': 'preflight.pushed-aside',
};

function judgeHold(slot: Slot, { zoneIds, reason }: Hold): PreflightFinding {
  const everywhere = slot.zoneIds.every((id) => zoneIds.includes(id));
  const code = heldCodes[reason.code] ?? reason.code;
  return finding(
    everywhere && !isMeant(reason) ? 'blocks' : 'warns',
    { code, params: { ...reason.params, ...called(slot) } },
    fixOfHold(slot, zoneIds, reason),
    [slot],
  );
}

function fixOfHold(slot: Slot, zoneIds: readonly string[], reason: Reason): PreflightFinding['fix'] {
  switch (reason.code) {
    case 'slot.not-approved':
      return { kind: 'programme', id: slot.programmeId };
    case 'slot.overlay':
      return { kind: 'overlay', id: String(reason.params.overlayId) };
    case 'slot.minutes-used-up':
      return { kind: 'zone', id: zoneIds[0] ?? null };
    default:
      return { kind: 'slot', id: slot.id };
  }
}

/** Starting in quiet hours is a hold, if the gates know of it already; running into them cuts the end off. */
function judgeQuiet(slot: Slot, { zones, quiet }: SlotFacts): PreflightFinding[] {
  const held = new Set(slot.holds.flatMap((hold) => hold.zoneIds));
  const inside: string[] = [];
  const cutOff: { id: string; at: number }[] = [];
  for (const id of slot.zoneIds.filter((zoneId) => !held.has(zoneId))) {
    const answer = quiet(id, Date.parse(slot.startsAt));
    if (answer.quiet) inside.push(id);
    else if (answer.nextQuietAt !== null && answer.nextQuietAt < Date.parse(slot.endsAt)) {
      cutOff.push({ id, at: answer.nextQuietAt });
    }
  }
  const names = (ids: readonly string[]) => ids.map((id) => zones.get(id)?.name ?? id).join(', ');
  const found: PreflightFinding[] = [];
  if (inside.length > 0) {
    const hold = { zoneIds: inside, reason: { code: 'slot.quiet-hours', params: { zones: names(inside) } } };
    found.push(judgeHold(slot, hold));
  }
  if (cutOff.length > 0) {
    const quietAt = iso(Math.min(...cutOff.map(({ at }) => at)));
    const params = { ...called(slot), zones: names(cutOff.map(({ id }) => id)), quietAt };
    found.push(finding('warns', { code: 'preflight.into-quiet-hours', params }, { kind: 'slot', id: slot.id }, [slot]));
  }
  return found;
}

/** Nothing is known to be in it: what comes after it cannot be planned either. */
function judgeLength(slot: Slot, { programmes }: SlotFacts): PreflightFinding[] {
  if (slot.endsAt > slot.startsAt || wantedIn(slot).length === 0 || !contentOf(slot, programmes)) return [];
  const reason = { code: 'preflight.length-unknown', params: called(slot) };
  return [finding('warns', reason, { kind: 'slot', id: slot.id }, [slot])];
}

/** Two on one output at once: the lower in rank yields; of the same rank, one of them cannot be heard. */
function judgeClashes({ slots, zones }: SlotFacts): PreflightFinding[] {
  const sounding = slots
    .map((slot) => ({ slot, outputs: new Set(wantedIn(slot).flatMap((id) => zones.get(id)?.outputId ?? [])) }))
    .sort((a, b) => a.slot.startsAt.localeCompare(b.slot.startsAt));
  const found: PreflightFinding[] = [];
  for (const [index, first] of sounding.entries()) {
    for (const second of sounding.slice(index + 1)) {
      if (second.slot.startsAt >= first.slot.endsAt) break;
      if (![...first.outputs].some((id) => second.outputs.has(id))) continue;
      found.push(...judgePair(first.slot, second.slot));
    }
  }
  return found;
}

/** One that will not be heard at all has said so by its hold. */
function judgePair(first: Slot, second: Slot): PreflightFinding[] {
  const [yields, stays] = outranks(second.priority, first.priority) ? [first, second] : [second, first];
  const same = first.priority === second.priority;
  if (yields.holds.some(({ reason }) => reason.code === 'slot.pushed-aside')) return [];
  const params = { ...called(yields), other: stays.title, otherAt: stays.startsAt };
  const reason = { code: same ? 'preflight.clash' : 'preflight.yields', params };
  return [finding(same ? 'blocks' : 'warns', reason, { kind: 'slot', id: yields.id }, [yields, stays])];
}

function called({ title, startsAt }: Slot): { programme: string; at: string } {
  return { programme: title, at: startsAt };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
