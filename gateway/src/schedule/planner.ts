import type { Hold, Missed, WhyStep } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { ClockSample, ClockTrust } from '../core/clock/trust.ts';
import type { Logger } from '../core/log.ts';
import { signalUnder } from '../core/signal-under.ts';
import { beginsAgainUntil } from './after-emergency.ts';
import { doubtNow, type ClockDoubt } from './clock-doubt.ts';
import { decideDue, earliestHandOverMs, lastChance, latestStartMs, type EndCode } from './due.ts';
import type { OutcomeWords } from './ports.ts';
import type { Decision } from './schedule-service.ts';
import type { Airs } from './slot-service.ts';
import type { StoredSlot } from './slot-store.ts';

/** A slot as the broadcast gets it. */
export interface SlotToHandOver extends Airs, Pick<StoredSlot, 'id' | 'title' | 'kind' | 'priority' | 'startsAt'> {
  /** Where it may sound; the gates held the others back. */
  readonly zoneIds: readonly string[];
  readonly holds: readonly Hold[];
  /** It was broken off, and goes on at that place. */
  readonly brokenOff: StoredSlot['brokenOff'];
  /** So late it may still begin. */
  readonly lastChanceAt: number;
}

export interface PlannerParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly trust: () => ClockTrust;
  /** So long the clock must go on from where it jumped to before what it jumped over is given up. */
  readonly patienceMs: number;
  readonly schedule: {
    /** When the newest outcome was written; null: there is none. */
    lastOutcomeAt(): Promise<number | null>;
    /** Slots without an outcome that start before `until`, in order. */
    openBefore(until: number): Promise<StoredSlot[]>;
    handOverOf(slot: StoredSlot): number;
    now(slotId: string): Promise<StoredSlot | undefined>;
    missedOf(programmeId: string | null): Promise<Missed>;
    airsIn(slot: StoredSlot): Promise<Airs | null>;
    decide(slot: StoredSlot): Promise<Decision>;
    keepDecision(slotId: string, steps: readonly WhyStep[]): Promise<void>;
    replan(): Promise<void>;
    contentChanged(): Promise<void>;
    holdsChanged(): Promise<void>;
  };
  /** Hands a slot to the broadcast, which will end it. */
  readonly air: (slot: SlotToHandOver) => void;
  /** Takes a slot back from the broadcast, which releases it when it has not sounded. */
  readonly takeBack: (slotId: string) => void;
  /** Silences some zones of a slot that is on air. */
  readonly silence: (slotId: string, holds: readonly Hold[]) => void;
  /** Ends a slot that will not be aired; it sees to it that the disk takes it, whenever that is. */
  readonly end: (slot: StoredSlot, words: OutcomeWords) => Promise<void>;
}

const replanMs = 3_600_000;
const readAheadMs = 3_600_000;
const endedAtOnce = 50;

/**
 * Each second: which slots are due now, computed from their rows and the trusted clock, not from events that may have
 * been missed. A wake-up at the next hand-over only makes it punctual.
 */
export function createPlanner(parts: PlannerParts) {
  const { clock, log, trust, schedule, air, takeBack, silence, end } = parts;
  /** The slots of the next hour without an outcome, read again when something changed. */
  let open: readonly StoredSlot[] = [];
  let readUntil = Number.NEGATIVE_INFINITY;
  let stale = true;
  let contentStale = false;
  let planStale = false;
  let holdsStale = false;
  /** Slot id → what it was handed over with: where, and what; none: it was ended. */
  const handedOver = new Map<string, string>();
  /** Something changed since the slots that were handed over were last looked at. */
  let changed = false;
  let untrustedUntil = Number.NEGATIVE_INFINITY;
  const startedAt = clock.monotonic();
  /** Since when this process watches, by the clock as it was first trusted: a machine may boot in 1970. */
  let watchingSince: number | null = null;
  /** The clock when it was last looked at and trusted. */
  let last: ClockSample | null = null;
  let doubt: ClockDoubt | null = null;

  async function reconcile(): Promise<void> {
    const now = clock.now();
    const { trusted } = trust();
    if (trusted) {
      const sample = { wall: now, monotonic: clock.monotonic() };
      const alive = last ? null : await schedule.lastOutcomeAt();
      doubt = doubtNow(doubt, { last, alive }, sample, parts.patienceMs);
      last = sample;
    }
    if (trusted) watchingSince ??= now - (clock.monotonic() - startedAt);
    else untrustedUntil = now;
    if (stale || now + earliestHandOverMs > readUntil) {
      changed ||= stale;
      stale = false;
      readUntil = now + readAheadMs;
      open = await schedule.openBefore(readUntil);
    }
    // In order of their start: the rest is for later.
    const near = open.filter(({ startsAt }) => startsAt <= now + earliestHandOverMs);
    const isOverdue = ({ id, startsAt }: StoredSlot) => startsAt < now - latestStartMs && !handedOver.has(id);
    // After days without power what is due now goes first, and what is over is ended some at a time.
    for (const slot of near.filter((one) => !isOverdue(one))) {
      if (handedOver.has(slot.id)) await (changed && lookAgain(slot));
      else await decide(slot, now, trusted);
    }
    let ended = 0;
    for (const slot of near.filter(isOverdue)) {
      await decide(slot, now, trusted);
      if (handedOver.get(slot.id) === '' && ++ended === endedAtOnce) break;
    }
    changed = false;
  }

  /** It was handed over, and something is another by now: before its first sample it is decided anew. */
  async function lookAgain(slot: StoredSlot): Promise<void> {
    const { zoneIds, holds } = await schedule.decide({ ...slot, state: 'planned' });
    const overlays = holds.filter(({ reason }) => reason.code === 'slot.overlay');
    if (slot.state === 'on-air') return silence(slot.id, overlays);
    if (orderOf(slot, zoneIds, await schedule.airsIn(slot)) !== handedOver.get(slot.id)) takeBack(slot.id);
  }

  /** On air, but not by us: the process before was killed, and its disk did not take the trace of the run. */
  async function endOrphan(slot: StoredSlot): Promise<void> {
    handedOver.set(slot.id, '');
    await end(slot, { kind: 'aired-partly', code: 'broadcast.interrupted', params: { airedSeconds: 0 } });
  }

  async function decide(slot: StoredSlot, now: number, clockTrusted: boolean): Promise<void> {
    if (slot.state !== 'planned') return endOrphan(slot);
    if (now < schedule.handOverOf(slot)) return;
    const facts = {
      startsAt: slot.startsAt,
      handOverAt: schedule.handOverOf(slot),
      skipped: slot.skippedBy !== null,
      missed: await schedule.missedOf(slot.programmeId),
      airedBeforeMs: slot.brokenOff?.airedMs ?? null,
      beginsAgainUntil: slot.brokenOff?.preEmptedBy ? beginsAgainUntil(slot) : null,
    };
    const moment = {
      now,
      clockTrusted,
      watchingSince: watchingSince ?? now,
      heldByClock: slot.startsAt <= untrustedUntil,
      doubtfulFrom: doubt?.from ?? null,
    };
    // The gates are asked only where their answer matters.
    if (decideDue({ ...facts, open: true }, moment).do === 'wait') return;
    const decision = await schedule.decide(slot);
    const due = decideDue({ ...facts, open: decision.zoneIds.length > 0 }, moment);
    if (due.do === 'wait') return;
    const airs = await schedule.airsIn(slot);
    // Last of all, with nothing between this and the hand-over: it may have been skipped or taken away just now.
    const current = await schedule.now(slot.id);
    if (JSON.stringify(current) !== JSON.stringify(slot)) return void (stale = true);
    // Only now: had any of this failed, it would be tried again.
    handedOver.set(slot.id, due.do === 'end' ? '' : orderOf(slot, decision.zoneIds, airs));
    // A disk that is full keeps nothing from airing.
    schedule.keepDecision(slot.id, decision.steps).catch((error: unknown) => {
      log.error({ slotId: slot.id, err: error }, 'the reasons of a decision could not be kept');
    });
    if (due.do === 'end') {
      const words = wordsOf(due.code, slot, decision);
      log.info({ slotId: slot.id, title: slot.title, code: words.code }, 'slot not aired');
      return end(slot, words);
    }
    if (airs) {
      const { zoneIds, holds } = decision;
      return air({ ...slot, ...airs, zoneIds, holds, lastChanceAt: lastChance(facts) });
    }
    await end(slot, { kind: 'failed', code: 'programme.not-found', params: { id: slot.programmeId ?? '' } });
  }

  return {
    /** Something about the plan changed: read it again. */
    refresh(): void {
      stale = true;
    },

    /** The broadcast has given it back: it is decided anew. */
    release(slotId: string): void {
      handedOver.delete(slotId);
      stale = true;
    },

    /** The clock stepped: other days may be in reach now. */
    replanSoon(): void {
      planStale = true;
    },

    /** An overlay or a zone's hours and minutes are others: other slots may be held back. The panels hear within a second. */
    holdsChanged(): void {
      holdsStale = true;
      stale = true;
    },

    /** A recording or playlist became another: lengths, and so the plan, may be others. Within a second. */
    contentChanged(): void {
      contentStale = true;
    },

    /**
     * The loop that hands over what is due, for the supervisor. It only reads: a disk that is full, or a plan that
     * cannot be brought up to date, keeps nothing that stands in it from airing.
     */
    async run(signal: AbortSignal): Promise<void> {
      // What was handed over before this loop failed stays handed over: the broadcast has it.
      stale = true;
      for (;;) {
        signal.throwIfAborted();
        await reconcile();
        await nextMoment(signal);
      }
    },

    /** The loop that keeps the plan up to date as days pass and content changes, likewise. */
    async keepPlan(signal: AbortSignal): Promise<void> {
      let plannedAt = Number.NEGATIVE_INFINITY;
      for (;;) {
        signal.throwIfAborted();
        // By a clock that runs years ahead nothing is planned.
        if (trust().trusted && (planStale || clock.monotonic() - plannedAt >= replanMs)) {
          planStale = false;
          plannedAt = clock.monotonic();
          await schedule.replan();
        }
        if (contentStale) {
          contentStale = false;
          await schedule.contentChanged();
        }
        if (holdsStale) {
          holdsStale = false;
          await schedule.holdsChanged();
        }
        await clock.sleep(1_000, signal);
      }
    },

    reconcile,
  };

  /** A second, or less when a slot has to be handed over sooner. */
  async function nextMoment(signal: AbortSignal): Promise<void> {
    const now = clock.now();
    const soon = now + earliestHandOverMs + 1_000;
    const next = Math.min(
      ...open
        .slice(0, open.findIndex(({ startsAt }) => startsAt > soon) + 1 || undefined)
        .filter((slot) => slot.state === 'planned' && !handedOver.has(slot.id))
        .map((slot) => schedule.handOverOf(slot))
        .filter((at) => at > now),
    );
    const moment = signalUnder(signal);
    const cancel = Number.isFinite(next) ? clock.wakeAt(next, () => moment.abort()) : () => undefined;
    try {
      await clock.sleep(1_000, moment.signal);
    } catch {
      signal.throwIfAborted();
    } finally {
      cancel();
      moment.letGo();
    }
  }
}

export type Planner = ReturnType<typeof createPlanner>;

/** Where and what, as it was handed over: what matters before the first sample. */
function orderOf({ priority }: StoredSlot, zoneIds: readonly string[], airs: Airs | null): string {
  return JSON.stringify([priority, zoneIds, airs]);
}

function wordsOf(code: EndCode, slot: StoredSlot, { steps }: Decision): OutcomeWords {
  // What was heard of it counts, whatever keeps it from going on.
  switch (slot.brokenOff ? 'broadcast.interrupted' : code) {
    case 'slot.skipped':
      return { kind: 'skipped', code: 'slot.skipped', params: { by: slot.skippedBy ?? '' } };
    case 'held-back':
      return heldBack(steps);
    case 'broadcast.interrupted': {
      const airedSeconds = Math.round((slot.brokenOff?.airedMs ?? 0) / 1_000);
      const by = slot.brokenOff?.preEmptedBy;
      if (by) return { kind: 'pre-empted', code: 'broadcast.not-made-up', params: { by, airedSeconds } };
      return { kind: 'aired-partly', code: 'broadcast.interrupted', params: { airedSeconds } };
    }
    case 'slot.gateway-off':
    case 'slot.clock-untrusted':
    case 'slot.too-late':
      return { kind: 'missed', code, params: {} };
  }
}

/** In the words of the gate that closed. */
function heldBack(steps: readonly WhyStep[]): OutcomeWords {
  const gate = steps.find(({ verdict }) => verdict === 'closed');
  if (!gate) throw new Error('a slot was held back by no gate');
  const kind =
    gate.reason.code === 'programme.not-found' ? 'failed' : gate.step === 'quiet-hours' ? 'quiet-hours' : 'held-back';
  return { kind, code: gate.reason.code, params: gate.reason.params };
}
