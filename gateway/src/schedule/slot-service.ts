import type {
  Chimes,
  Content,
  Reason,
  Slot,
  SlotApproval,
  SlotMove,
  SlotQuery,
  Why,
  WhyStep,
} from '../contract/index.ts';
import { mayHaveBed } from '../core/air/bed.ts';
import { together } from '../core/air/turns.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { ClockTrust } from '../core/clock/trust.ts';
import { AppError, notFound } from '../core/errors.ts';
import { addDays, dayMs, isRealDate, toInstant } from '../core/village-time.ts';
import type { Storage } from '../storage/storage.ts';
import { createApprovalLog, type ApprovalLogParts } from './approval-log.ts';
import { contentIdOf } from './content-columns.ts';
import { latestStartMs } from './due.ts';
import { forecast, unchanged, type Form } from './forecast.ts';
import type { Outlook } from './outlook.ts';
import { slotKey } from './plan.ts';
import type { PlanKeeper } from './plan-keeper.ts';
import type { Actor, ContentSource, ScheduleZone } from './ports.ts';
import { conflict, refuseQuietAiring, zonesOf } from './programme-checks.ts';
import type { ProgrammeStore, StoredProgramme } from './programme-store.ts';
import { occurrencesBetween } from './rule.ts';
import { readSlotId } from './slot-id.ts';
import type { SlotChange, SlotStore, StoredSlot } from './slot-store.ts';
import { createProspects, type Prospect } from './prospects.ts';
import { endOf } from './slot-rivals.ts';
import { toWire } from './slot-wire.ts';
import { decidedSteps, pastSteps, step, untilClosed } from './why.ts';

export interface SlotServiceParts extends ApprovalLogParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly trust: () => ClockTrust;
  readonly timeZone: string;
  readonly programmes: ProgrammeStore;
  readonly slots: SlotStore;
  readonly plan: PlanKeeper;
  readonly outlook: Outlook;
  readonly forms: () => Promise<readonly Form[]>;
  readonly zone: (id: string) => ScheduleZone | undefined;
  readonly content: ContentSource;
  readonly mayApprove: (actor: Actor) => boolean;
  /** What keeps these zones' amplifiers from going on as things stand; null: nothing known. */
  readonly equipment: (zoneIds: readonly string[]) => Promise<Reason | null>;
  /** Somebody changed a slot that the broadcast may hold already. */
  readonly onChange: (before: StoredSlot, after: StoredSlot) => Promise<void>;
}

const longestListDays = 62;
/** A slot that is moved further is another programme. */
const furthestMoveMs = 62 * dayMs;

/** What is heard in a slot. */
export interface Airs {
  readonly content: Content;
  readonly chimes: Chimes;
  readonly bedRecordingId: string | null;
  readonly staggered: boolean;
}

const noChimes: Chimes = { opening: 'none', closing: 'none' };

/** Single slots: how they stand, why, and what people change on them. */
export function createSlotService(parts: SlotServiceParts) {
  const { storage, clock, timeZone, programmes, slots, plan, outlook, forms, zone, content, mayApprove } = parts;
  /**
   * Slot id → what was approved in it before somebody who may not approve took it out: put back, as an undo does, it
   * needs no second word. Forgotten by a restart it is only asked for once more.
   */
  const approvedBefore = new Map<string, Content>();
  const sayApproval = createApprovalLog(parts);

  const prospects = createProspects({ outlook, programmes, zone, between });

  async function wireAll(asked: readonly StoredSlot[]): Promise<Slot[]> {
    const found = await prospects.of(asked);
    return asked.map((slot) => toWire(slot, slot.skippedBy === null ? (found.get(slot.id)?.holds ?? []) : []));
  }

  async function wire(slot: StoredSlot): Promise<Slot> {
    const [one] = await wireAll([slot]);
    return one ?? toWire(slot, []);
  }

  /** Rows, and beyond them what the rules foresee; in order. */
  async function between(from: number, to: number): Promise<StoredSlot[]> {
    const rows = await slots.between(from, to);
    const keys = new Set((await slots.keysBetween(from, to)).map((row) => slotKey(row.programmeId, row.occursAt)));
    const later = forecast(await forms(), keys, Math.max(from, clock.now()), to, timeZone);
    return [...rows, ...later].sort((a, b) => a.startsAt - b.startsAt || a.title.localeCompare(b.title));
  }

  /** A row, or what the rule foresees under that id. */
  async function find(id: string): Promise<StoredSlot> {
    const row = await slots.get(id);
    if (row) return row;
    const named = readSlotId(id);
    if (!named) throw notFound('slot', id);
    const { programmeId, occursAt } = named;
    const known = await slots.ofRule(programmeId, occursAt);
    if (known) return known;
    const form = (await forms()).find(({ programme }) => programme.id === programmeId);
    const foreseen =
      form?.programme.enabled &&
      occursAt > clock.now() &&
      occurrencesBetween(form.programme.rule, occursAt, occursAt + 1, timeZone).length > 0;
    if (!form || !foreseen) throw notFound('slot', id);
    return unchanged(form.slot, occursAt);
  }

  function refuseBegun(slot: StoredSlot): void {
    if (slot.state === 'planned' && slot.startsAt > clock.now()) return;
    throw begun();
  }

  /** Writes what somebody changed on one slot; a slot that was only foreseen becomes a row with it. */
  async function change(before: StoredSlot, wanted: Partial<SlotChange>, actor: Actor): Promise<Slot> {
    // What waits to be made up may still be skipped; when and what it airs is settled.
    if (wanted.skippedBy == null) refuseBegun(before);
    if (before.state !== 'planned') throw begun();
    const after = { ...before, ...wanted };
    await storage.transaction(async (tx) => {
      if (before.programmeId !== null) {
        const { programmeId, title, kind, priority, zoneIds, durationMs, occursAt, id } = before;
        await slots.add(tx, { programmeId, title, kind, priority, zoneIds, durationMs, occursAt, id });
      }
      if (!(await slots.change(tx, before.id, after))) throw begun();
    });
    if (mayApprove(actor)) approvedBefore.delete(before.id);
    else if (before.content && before.contentApproved) approvedBefore.set(before.id, before.content);
    await parts.onChange(before, after);
    return wire(await find(before.id));
  }

  /** Somebody who may has approved that in this very slot. */
  function isApproved({ id, content: current, contentApproved }: StoredSlot, wanted: Content): boolean {
    if (current && isSame(current, wanted)) return contentApproved;
    const before = approvedBefore.get(id);
    return before !== undefined && isSame(before, wanted);
  }

  /** Throws when another of its rank has the same outputs then. */
  async function refuseRivals(slot: StoredSlot): Promise<void> {
    const rivals = await prospects.rivalsOf({ ...slot, skippedBy: null });
    const rival = rivals.find(({ priority }) => priority === slot.priority);
    if (rival) throw conflict(rival.title, Math.max(rival.startsAt, slot.startsAt));
  }

  async function futureSteps(slot: StoredSlot): Promise<WhyStep[]> {
    const prospect = (await prospects.of([slot])).get(slot.id);
    if (!prospect) throw new Error(`no prospect of slot ${slot.id}, which is ${slot.state}`);
    const { answer } = prospect;
    const isLate = slot.startsAt < clock.now() - latestStartMs;
    const asked = decidedSteps(slot, answer, parts.trust(), isLate);
    if (asked.at(-1)?.verdict === 'closed') return asked;
    return untilClosed([
      ...asked,
      conflictStep(prospect),
      ...(await turnSteps(slot)),
      await contentStep(slot),
      ...(await bedSteps(slot)),
      await equipmentStep(answer.openZoneIds),
    ]);
  }

  /** Of what is aired in turn: in how many, and who speaks before its own since it shares an output. */
  async function turnSteps(slot: StoredSlot): Promise<WhyStep[]> {
    const programme = await programmeOf(slot);
    const { count, early } = programme ? plan.turnsOf(programme) : together;
    if (early.length > 0) {
      const zones = early.map((id) => zone(id)?.name ?? id).join(', ');
      return [step('turns', 'warning', 'why.turns-shared', { count, zones })];
    }
    return count > 1 ? [step('turns', 'passed', 'why.turns', { count })] : [];
  }

  async function contentStep(slot: StoredSlot): Promise<WhyStep> {
    const wanted = (await airsIn(slot))?.content;
    if (!wanted) return step('content', 'closed', 'programme.not-found', { id: slot.programmeId ?? '' });
    const { title, problem } = await plan.contentFacts(wanted, slot.title);
    if (!problem) return step('content', 'passed', 'why.content-ready', { title });
    return { step: 'content', verdict: 'closed', reason: problem };
  }

  /** Of what has music under it: that it cannot be heard keeps nothing from sounding. */
  async function bedSteps(slot: StoredSlot): Promise<WhyStep[]> {
    const airs = await airsIn(slot);
    const bed = airs && mayHaveBed(airs) ? await plan.bedFacts(airs.bedRecordingId) : null;
    if (!bed) return [];
    if (bed.problem) return [{ step: 'bed', verdict: 'warning', reason: bed.problem }];
    return [step('bed', 'passed', 'why.bed', { title: bed.title })];
  }

  async function equipmentStep(zoneIds: readonly string[]): Promise<WhyStep> {
    const reason = await parts.equipment(zoneIds);
    if (!reason) return step('equipment', 'passed', 'why.equipment-ready', {});
    return { step: 'equipment', verdict: 'warning', reason };
  }

  /** Null when the programme is gone. */
  async function programmeOf({ programmeId }: Pick<StoredSlot, 'programmeId'>): Promise<StoredProgramme | null> {
    return (await programmes.all()).find((programme) => programme.id === programmeId) ?? null;
  }

  /** What a slot airs as things stand, and what is heard around it; null when its programme is gone. */
  async function airsIn(slot: StoredSlot): Promise<Airs | null> {
    const programme = await programmeOf(slot);
    const content = slot.content ?? programme?.content;
    const { chimes = noChimes, bedRecordingId = null, staggered = false } = programme ?? {};
    return content ? { content, chimes, bedRecordingId, staggered } : null;
  }

  return {
    wireAll,
    wire,
    between,
    airsIn,

    /** What airs in some slots is another: what was approved in them waits for approval again. */
    async askAgain(airs: (content: Content) => boolean, actor: Actor): Promise<void> {
      for (const [id, content] of approvedBefore) if (airs(content)) approvedBefore.delete(id);
      for (const slot of await slots.open()) {
        if (slot.state !== 'planned' || !slot.content || !slot.contentApproved || !airs(slot.content)) continue;
        const asked = { ...slot, contentApproved: false, changedBy: actor.name };
        if (!(await storage.transaction((tx) => slots.change(tx, slot.id, asked)))) continue;
        await parts.onChange(slot, asked);
        await sayApproval(slot.id, 'content-submitted', actor);
      }
    },

    commands: {
      async list({ from, to }: SlotQuery): Promise<Slot[]> {
        if (!isRealDate(from) || !isRealDate(to) || to < from || to > addDays(from, longestListDays)) {
          throw new AppError(
            'slot.bad-range',
            422,
            `From ${from} to ${to} is no span of at most ${longestListDays} days.`,
          );
        }
        const start = toInstant({ date: from, time: '00:00' }, timeZone);
        const end = toInstant({ date: addDays(to, 1), time: '00:00' }, timeZone);
        return wireAll(await between(start, end));
      },

      get: async (id: string): Promise<Slot> => wire(await find(id)),

      async why(id: string): Promise<Why> {
        const slot = await find(id);
        const past = slot.state !== 'planned';
        const recordedAt = past ? (slot.decided?.at ?? slot.outcome?.at ?? null) : null;
        return {
          slot: await wire(slot),
          steps: past ? pastSteps(slot) : await futureSteps(slot),
          recordedAt: recordedAt === null ? null : new Date(recordedAt).toISOString(),
        };
      },

      skip: async (id: string, actor: Actor) =>
        change(await find(id), { skippedBy: actor.name, changedBy: actor.name }, actor),

      async move(id: string, { startsAt, nearQuietHours = false }: SlotMove, actor: Actor): Promise<Slot> {
        const slot = await find(id);
        const to = Date.parse(startsAt);
        if (!(to > clock.now())) {
          throw new AppError('slot.move-to-past', 422, 'That time is over: choose a later one.');
        }
        if (Math.abs(to - slot.occursAt) > furthestMoveMs) {
          throw new AppError('slot.move-too-far', 422, 'A slot is moved by two months at most.');
        }
        const moved = { ...slot, startsAt: to };
        const airing = { from: to, to: to + slot.durationMs };
        refuseQuietAiring(airing, zonesOf(slot.zoneIds, zone), nearQuietHours, timeZone);
        await refuseRivals(moved);
        return change(slot, { startsAt: to, changedBy: actor.name }, actor);
      },

      async replace(id: string, wanted: Content, actor: Actor): Promise<Slot> {
        const slot = await find(id);
        const found = await content.describe(wanted);
        const programme = await programmeOf(slot);
        const durationMs = programme ? await plan.lengthMs(programme, found) : found.durationMs;
        const replaced = { ...slot, durationMs };
        // Longer than before it may run into the quiet hours; that it lies near them was asked when it was planned.
        refuseQuietAiring(
          { from: slot.startsAt, to: slot.startsAt + durationMs },
          zonesOf(slot.zoneIds, zone),
          true,
          timeZone,
        );
        await refuseRivals(replaced);
        const contentApproved = mayApprove(actor) || isApproved(slot, wanted);
        return change(slot, { content: wanted, contentApproved, durationMs, changedBy: actor.name }, actor);
      },

      async approve(id: string, heard: SlotApproval, actor: Actor): Promise<Slot> {
        const slot = await find(id);
        const airs = slot.content && (await content.describe(slot.content)).recordingIds;
        if (airs?.join() !== heard.recordingIds.join()) {
          const message = `What airs in '${slot.title}' was changed meanwhile: listen again, then approve it.`;
          throw new AppError('slot.changed-meanwhile', 409, message, { params: { title: slot.title } });
        }
        return change(slot, { contentApproved: true, changedBy: actor.name }, actor);
      },

      async restore(id: string, actor: Actor): Promise<Slot> {
        const slot = await find(id);
        const programme = await programmeOf(slot);
        const durationMs = programme && slot.content ? (await plan.facts(programme)).durationMs : slot.durationMs;
        const back = { ...slot, startsAt: slot.occursAt, durationMs };
        if (back.startsAt <= clock.now()) throw begun();
        await refuseRivals(back);
        const asTheRule = { startsAt: slot.occursAt, durationMs, skippedBy: null, content: null, changedBy: null };
        return change(slot, { ...asTheRule, contentApproved: true }, actor);
      },
    },
  };
}

function conflictStep({ yielding, pushesAside }: Prospect): WhyStep {
  const other = yielding?.to ?? pushesAside;
  if (!other) return step('conflict', 'passed', 'why.no-conflict', {});
  const params = { title: other.title, at: new Date(other.startsAt).toISOString() };
  switch (yielding?.kind) {
    case 'lost':
      return step('conflict', 'closed', 'slot.pushed-aside', params);
    case 'late':
      return step('conflict', 'warning', 'why.waits-for', { ...params, until: new Date(endOf(other)).toISOString() });
    case 'cut':
      return step('conflict', 'warning', 'why.yields-to', params);
    case undefined:
      return step('conflict', 'passed', 'why.pre-empts', params);
  }
}

export type SlotService = ReturnType<typeof createSlotService>;

function isSame(one: Content, other: Content): boolean {
  return one.kind === other.kind && contentIdOf(one) === contentIdOf(other);
}

function begun(): AppError {
  return new AppError('slot.begun', 409, 'This slot has begun or is over: it cannot be changed any more.');
}
