import type {
  Approval,
  Hold,
  Overlay,
  Priority,
  ProgrammeKind,
  QuietHours,
  Reason,
  WhyStep,
} from '../contract/index.ts';
import { minuteMs, toLocal } from '../core/village-time.ts';
import { mutes } from './overlay-rules.ts';
import { isQuiet } from './quiet-hours.ts';

/** A slot as the gates look at it; instants and lengths in ms. */
export interface GatedSlot {
  readonly kind: ProgrammeKind;
  readonly priority: Priority;
  readonly zoneIds: readonly string[];
  readonly startsAt: number;
  readonly durationMs: number;
  /** Of its programme; null: the programme is gone. */
  readonly approval: Approval | null;
  /** False: somebody chose another content for this one slot, and nobody has approved that. */
  readonly contentApproved: boolean;
  /** Who changed this one slot, if somebody did. */
  readonly changedBy: string | null;
}

export interface GateZone {
  readonly id: string;
  readonly name: string;
  readonly quietHours: QuietHours;
  /** Minutes of scheduled sound a day; null: no limit. */
  readonly minutesPerDay: number | null;
}

/** What the gates know of the village, as things stand. */
export interface GateFacts {
  readonly overlays: readonly Overlay[];
  /** Undefined: the zone is gone. Then it is neither open nor held: it is the broadcast that misses it, and says so. */
  readonly zone: (id: string) => GateZone | undefined;
  /** Scheduled sound the zone had, or is to have, on that day of the village before this slot; ms. */
  readonly usedMs: (zoneId: string) => number;
  readonly timeZone: string;
}

export interface GateAnswer {
  /** One per gate that was asked: where one is closed, the later ones are not. */
  readonly steps: WhyStep[];
  /** No zone is in two of them. */
  readonly holds: Hold[];
  /** Where it may sound. None: it is not aired. */
  readonly openZoneIds: string[];
}

/** `reason`: why it holds zones (the first hold's), or why it holds none. */
interface GateWords {
  readonly holds: readonly Hold[];
  readonly reason: Reason;
}

/** Looks only at the zones that the gates before it left open. */
type Gate = (slot: GatedSlot, open: readonly GateZone[], facts: GateFacts) => GateWords;

/** In this order: what people decided comes before what the clock and the counter say. */
const gates: readonly (readonly [WhyStep['step'], Gate])[] = [
  ['approval', askApproval],
  ['overlay', askOverlays],
  ['quiet-hours', askQuietHours],
  ['minutes', askMinutes],
];

/** In which zones a scheduled slot may sound, and why not in the others: asked to plan it and again to air it. */
export function passGates(slot: GatedSlot, facts: GateFacts): GateAnswer {
  let open = slot.zoneIds.flatMap((id) => facts.zone(id) ?? []);
  const steps: WhyStep[] = [];
  const holds: Hold[] = [];
  for (const [step, ask] of gates) {
    const answer = ask(slot, open, facts);
    const held = new Set(answer.holds.flatMap(({ zoneIds }) => zoneIds));
    open = open.filter(({ id }) => !held.has(id));
    const verdict = held.size === 0 ? 'passed' : open.length > 0 ? 'partly' : 'closed';
    steps.push({ step, verdict, reason: answer.reason });
    holds.push(...answer.holds);
    if (verdict === 'closed') break;
  }
  return { steps, holds, openZoneIds: open.map(({ id }) => id) };
}

function askApproval({ approval, contentApproved, changedBy, zoneIds }: GatedSlot): GateWords {
  if (!approval) return hold(zoneIds, 'programme.not-found');
  if (approval.state !== 'approved') return hold(zoneIds, 'slot.not-approved', { state: approval.state });
  if (!contentApproved) return hold(zoneIds, 'slot.content-not-approved', { by: changedBy ?? '' });
  return pass('why.approved', { by: approval.by, at: approval.at });
}

/** A zone under two overlays is held by the one that ends later: until then it stays silent. */
function askOverlays(slot: GatedSlot, open: readonly GateZone[], { overlays, timeZone }: GateFacts): GateWords {
  if (overlays.length === 0) return pass('why.no-overlay');
  const { date } = toLocal(slot.startsAt, timeZone);
  const muting = overlays.filter((overlay) => mutes(overlay, slot, date)).sort((a, b) => b.to.localeCompare(a.to));
  const left = new Set(open);
  const holds: Hold[] = [];
  for (const { id, kind, title, to, zoneIds } of muting) {
    const held = [...left].filter((zone) => zoneIds?.includes(zone.id) ?? true);
    if (held.length === 0) continue;
    for (const zone of held) left.delete(zone);
    const params = { kind, title, until: to, zones: namesOf(held), overlayId: id };
    holds.push({ zoneIds: idsOf(held), reason: { code: 'slot.overlay', params } });
  }
  const [first] = holds;
  return first ? { holds, reason: first.reason } : pass('why.no-overlay');
}

/**
 * What begins before quiet hours and runs into them is not held: the broadcast ends it there. No priority passes here:
 * an emergency is a person's, with a reason, and no slot.
 */
function askQuietHours({ startsAt }: GatedSlot, open: readonly GateZone[], { timeZone }: GateFacts): GateWords {
  const held = open.filter(({ quietHours }) => isQuiet(quietHours, startsAt, timeZone));
  if (held.length === 0) return pass('why.not-quiet');
  return hold(idsOf(held), 'slot.quiet-hours', { zones: namesOf(held) });
}

/** Asked of the whole length: half a bulletin is nobody's. When all is within, the zone with the least left is told. */
function askMinutes({ durationMs }: GatedSlot, open: readonly GateZone[], { usedMs }: GateFacts): GateWords {
  const limited = open.flatMap((zone) => {
    if (zone.minutesPerDay === null) return [];
    const used = usedMs(zone.id);
    return [{ zone, used, limit: zone.minutesPerDay, leftMs: zone.minutesPerDay * minuteMs - used - durationMs }];
  });
  const [tightest] = limited.sort((a, b) => a.leftMs - b.leftMs);
  if (!tightest) return pass('why.no-minutes-limit');
  const words = { zone: tightest.zone.name, used: Math.round(tightest.used / minuteMs), limit: tightest.limit };
  const over = new Set(limited.filter(({ leftMs }) => leftMs < 0).map(({ zone }) => zone));
  if (over.size === 0) return pass('why.within-minutes', words);
  const held = open.filter((zone) => over.has(zone));
  return hold(idsOf(held), 'slot.minutes-used-up', { ...words, zones: namesOf(held) });
}

function pass(code: string, params: Reason['params'] = {}): GateWords {
  return { holds: [], reason: { code, params } };
}

function hold(zoneIds: readonly string[], code: string, params: Reason['params'] = {}): GateWords {
  const reason = { code, params };
  return { holds: [{ zoneIds: [...zoneIds], reason }], reason };
}

function idsOf(zones: readonly GateZone[]): string[] {
  return zones.map(({ id }) => id);
}

function namesOf(zones: readonly GateZone[]): string {
  return zones.map(({ name }) => name).join(', ');
}
