import type {
  ChangeEvents,
  Content,
  Hold,
  Missed,
  Overlay,
  Programme,
  ProgrammeInput,
  Reason,
  Slot,
  WhyStep,
} from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { ClockTrust } from '../core/clock/trust.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Logger } from '../core/log.ts';
import type { Sql, Storage } from '../storage/storage.ts';
import { beginsAgainUntil } from './after-emergency.ts';
import { defaultMissed } from './approval.ts';
import { goesOnAt } from './due.ts';
import { createOutlook } from './outlook.ts';
import { createPlanKeeper, type PlanResult } from './plan-keeper.ts';
import type { Actor, ApprovalStep, ChimeSource, ContentSource, OutcomeWords, ScheduleZone } from './ports.ts';
import { createProgrammeService } from './programme-service.ts';
import { createProgrammeStore, type StoredProgramme } from './programme-store.ts';
import { createSlotService } from './slot-service.ts';
import { createSlotStore, type StoredSlot } from './slot-store.ts';
import { toWire } from './slot-wire.ts';
import { decidedSteps } from './why.ts';

export interface ScheduleParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Logger;
  readonly trust: () => ClockTrust;
  readonly changes: Changes<ChangeEvents>;
  readonly timeZone: string;
  readonly zone: (id: string) => ScheduleZone | undefined;
  readonly content: ContentSource;
  readonly chimes: ChimeSource;
  readonly overlays: () => readonly Overlay[];
  readonly airedMs: (from: number, to: number) => Promise<ReadonlyMap<string, number>>;
  readonly equipment: (zoneIds: readonly string[]) => Promise<Reason | null>;
  readonly mayApprove: (actor: Actor) => boolean;
  /** A save, or a playlist that became another, took a step on the way to approval too. */
  readonly onApproval: (id: string, step: ApprovalStep, actor: Actor) => Promise<void>;
  /** Somebody skipped a slot that the broadcast may hold already. */
  readonly onSkip: (slotId: string, by: string) => void;
  /** Somebody changed when or what a slot airs that the broadcast may hold already. */
  readonly onWithdraw: (slotId: string) => void;
  /** The plan is another than before: look at it now. */
  readonly onReplan: () => void;
}

/** What the gates but the clock's say of a slot that is due. */
export interface Decision {
  /** Where it may sound; none: it is not aired. */
  readonly zoneIds: readonly string[];
  readonly holds: readonly Hold[];
  readonly steps: readonly WhyStep[];
}

/** Programmes and their slots: what is planned, kept in step with the rules, and its one outcome. */
export function createSchedule(parts: ScheduleParts) {
  const { storage, clock, changes, timeZone, zone, content, chimes, onSkip, onReplan } = parts;
  const programmes = createProgrammeStore(storage, timeZone);
  const slots = createSlotStore(storage);
  const plan = createPlanKeeper({ storage, programmes, slots, clock, timeZone, zone, content, chimes });
  const forms = async () => plan.formsOf(await programmes.all());
  const outlook = createOutlook({ ...parts, programmes, slots, forms });
  const slotService = createSlotService({ ...parts, programmes, slots, plan, outlook, forms, onChange: slotChanged });
  const programmeService = createProgrammeService({ ...parts, programmes, slots, plan, announce });
  /** What the panels were told of slots that are not over, so that they are told again only what is new. */
  const told = new Map<string, string>();

  function tell(slot: Slot): void {
    const words = JSON.stringify(slot);
    if (told.get(slot.id) === words) return;
    if (slot.state === 'ended') told.delete(slot.id);
    else told.set(slot.id, words);
    changes.emit('slot.changed', slot);
  }

  /** Tells what is new of the slots that are not over: an overlay, an approval, a zone's minutes concern many of them. */
  async function tellOpen(): Promise<void> {
    for (const slot of await slotService.wireAll(await slots.open())) tell(slot);
  }

  async function tellOne(id: string): Promise<StoredSlot | undefined> {
    const slot = await slots.get(id);
    if (slot) tell(await slotService.wire(slot));
    return slot;
  }

  async function announce(change: PlanResult, by: string | null): Promise<void> {
    for (const id of change.withdrawn) onSkip(id, by ?? '');
    for (const id of change.removed) {
      told.delete(id);
      changes.emit('slot.removed', { id });
    }
    onReplan();
    await tellOpen();
  }

  async function slotChanged(before: StoredSlot, after: StoredSlot): Promise<void> {
    if (after.skippedBy !== null && before.skippedBy === null) onSkip(after.id, after.skippedBy);
    else if (before.skippedBy === null) parts.onWithdraw(after.id);
    onReplan();
    await tellOpen();
  }

  async function replanAll(): Promise<void> {
    await announce(await plan.replanAll(), null);
  }

  async function missedOf(programmeId: string | null): Promise<Missed> {
    const found = (await programmes.all()).find((programme) => programme.id === programmeId);
    return found?.missed ?? defaultMissed('music');
  }

  /** Programmes first: what is due meanwhile is held by one of them. */
  async function askAgain(playlistId: string, actor: Actor): Promise<void> {
    const airs = (used: Content) => used.kind === 'playlist' && used.playlistId === playlistId;
    await programmeService.askAgain(airs, actor);
    await slotService.askAgain(airs, actor);
  }

  const inTurn = createTurns();
  const { create, change, remove, submit, approve, sendBack, ...looks } = programmeService.commands;
  const { skip, move, replace, approve: approveContent, restore, ...slotLooks } = slotService.commands;

  return {
    /** One change of the plan after the other: each is made on what the one before left. */
    programmes: {
      ...looks,
      create: (...given: Parameters<typeof create>) => inTurn(() => create(...given)),
      change: (...given: Parameters<typeof change>) => inTurn(() => change(...given)),
      remove: (...given: Parameters<typeof remove>) => inTurn(() => remove(...given)),
      submit: (...given: Parameters<typeof submit>) => inTurn(() => submit(...given)),
      approve: (...given: Parameters<typeof approve>) => inTurn(() => approve(...given)),
      sendBack: (...given: Parameters<typeof sendBack>) => inTurn(() => sendBack(...given)),
    },
    slots: {
      ...slotLooks,
      skip: (...given: Parameters<typeof skip>) => inTurn(() => skip(...given)),
      move: (...given: Parameters<typeof move>) => inTurn(() => move(...given)),
      replace: (...given: Parameters<typeof replace>) => inTurn(() => replace(...given)),
      approve: (...given: Parameters<typeof approveContent>) => inTurn(() => approveContent(...given)),
      restore: (...given: Parameters<typeof restore>) => inTurn(() => restore(...given)),
    },

    /** Drafts of an imported calendar: all of them or none. */
    createDrafts: (inputs: readonly ProgrammeInput[], actor: Actor): Promise<Programme[]> =>
      inTurn(() => programmeService.createDrafts(inputs, actor)),

    /** Somebody is about to change what is in a playlist: nobody has approved that, unless they may themselves. */
    playlistChanges: async (playlistId: string, actor: Actor): Promise<void> => {
      if (!parts.mayApprove(actor)) await inTurn(() => askAgain(playlistId, actor));
    },

    /** Slots that start in a span of time, as the panel sees them. */
    between: async (from: number, to: number): Promise<Slot[]> =>
      slotService.wireAll(await slotService.between(from, to)),
    /** Those of them that have their outcome. */
    over: async (from: number, to: number): Promise<Slot[]> =>
      (await slots.between(from, to)).flatMap((slot) => (slot.state === 'ended' ? [toWire(slot, [])] : [])),

    lastOutcomeAt: slots.lastOutcomeAt,
    /** Slots without an outcome that start before an instant, in order. */
    openBefore: slots.openBefore,
    handOverOf: plan.handOverOf,
    /** A slot as it is this moment. */
    now: slots.get,
    missedOf,
    airsIn: slotService.airsIn,

    /** Asks every gate but the clock's. */
    async decide(slot: StoredSlot): Promise<Decision> {
      // Made up late, it is judged by the moment at which it would be heard.
      const due = { ...slot, startsAt: Math.max(slot.startsAt, clock.now()) };
      const answer = (await outlook.of([due])).get(slot.id);
      if (!answer) throw new Error(`the gates have no answer for slot ${slot.id}`);
      const closed = answer.steps.some(({ verdict }) => verdict === 'closed');
      // A zone that is gone is nobody's hold: the broadcast says so itself.
      const zoneIds = answer.openZoneIds.length > 0 ? answer.openZoneIds : slot.zoneIds;
      return {
        zoneIds: closed ? [] : zoneIds,
        holds: answer.holds,
        steps: decidedSteps(slot, answer, parts.trust()),
      };
    },
    /** Keeps why it was decided so. */
    keepDecision: (slotId: string, steps: readonly WhyStep[]) => slots.keepDecision(slotId, steps, clock.now()),

    /** Brings the rows up to date with the rules; at start, and as days pass. */
    replan: () => inTurn(replanAll),

    /** The same when lengths or titles of what is aired may have changed: the panels see the programmes anew. */
    async contentChanged(): Promise<void> {
      await inTurn(replanAll);
      for (const programme of await programmes.all()) {
        changes.emit('programme.changed', await programmeService.live(programme));
      }
    },

    /** Something that holds slots back is another than before. */
    holdsChanged: tellOpen,

    async setOnAir(id: string): Promise<void> {
      await slots.setOnAir(id);
      await tellOne(id);
    },

    /**
     * Writes the one outcome inside the caller's transaction; `announceEnd` tells the panels afterwards. What was broken
     * off and is to go on gets none yet: it is planned again.
     */
    async end(tx: Sql, slot: StoredSlot, words: OutcomeWords, airedMs: number, at: number): Promise<void> {
      const again = words.code === 'broadcast.pre-empted-by-emergency' && words.kind === 'pre-empted';
      if (again && at < (beginsAgainUntil(slot) ?? -Infinity)) {
        return slots.breakOff(tx, slot.id, { airedMs, resumeAtMs: 0, preEmptedBy: String(words.params.by) });
      }
      const missed = words.code === 'broadcast.interrupted' ? await programmes.missedOf(tx, slot.programmeId) : null;
      const { brokenOff, durationMs } = slot;
      const goesOn = missed && goesOnAt(missed, { airedBeforeMs: brokenOff?.airedMs ?? null, airedMs, durationMs });
      if (goesOn === null) return slots.end(tx, slot.id, words, at);
      await slots.breakOff(tx, slot.id, { airedMs, resumeAtMs: goesOn, preEmptedBy: null });
    },
    /** Resolves with true when the slot is planned again. */
    async announceEnd(id: string): Promise<boolean> {
      const slot = await tellOne(id);
      onReplan();
      return slot?.state === 'planned';
    },

    /** What uses a recording, playlist or upstream, so that it is not thrown away. */
    async usedBy(
      kind: 'recording' | 'playlist' | 'upstream',
      id: string,
    ): Promise<{ kind: 'programme'; title: string }[]> {
      const uses = (used: Content | null): boolean => {
        if (used?.kind === 'rebroadcast') return kind === 'upstream' && used.upstreamId === id;
        if (used?.kind === 'recording') return kind === 'recording' && used.recordingId === id;
        return kind === 'playlist' && used?.playlistId === id;
      };
      const hasAround = ({ chimes: { opening, closing }, bedRecordingId }: StoredProgramme) =>
        kind === 'recording' &&
        (bedRecordingId === id || [opening, closing].some((one) => typeof one === 'object' && one.recordingId === id));
      const titles = [
        ...(await programmes.all()).flatMap((one) => (uses(one.content) || hasAround(one) ? [one.title] : [])),
        ...(await slots.open()).filter((slot) => uses(slot.content)).map(({ title }) => title),
      ];
      return [...new Set(titles)].map((title) => ({ kind: 'programme', title }));
    },
  };
}

export type Schedule = ReturnType<typeof createSchedule>;
