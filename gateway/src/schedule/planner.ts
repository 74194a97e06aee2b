import type { Content } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import type { ClockTrust } from '../core/clock/trust.ts';
import type { Logger } from '../core/log.ts';
import { decideDue, type EndCode } from './due.ts';
import type { OutcomeWords } from './ports.ts';
import type { StoredSlot } from './slot-store.ts';

export interface PlannerParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly trust: () => ClockTrust;
  readonly schedule: {
    open(): Promise<StoredSlot[]>;
    handOverOf(slot: StoredSlot): number;
    now(slotId: string): Promise<StoredSlot | undefined>;
    contentOf(programmeId: string): Promise<Content | null>;
    replan(): Promise<void>;
    contentChanged(): Promise<void>;
  };
  /** Hands a slot to the broadcast, which will end it. */
  readonly air: (slot: StoredSlot & { readonly content: Content }) => void;
  /** Ends a slot that will not be aired; it sees to it that the disk takes it, whenever that is. */
  readonly end: (slot: StoredSlot, words: OutcomeWords) => Promise<void>;
}

const replanMs = 3_600_000;

/**
 * Each second: which slots are due now, computed from their rows and the trusted clock, not from events that may have
 * been missed. A wake-up at the next hand-over only makes it punctual.
 */
export function createPlanner({ clock, log, trust, schedule, air, end }: PlannerParts) {
  /** Slots without an outcome, read again when something changed. */
  let open: readonly StoredSlot[] = [];
  let stale = true;
  let contentStale = false;
  const handedOver = new Set<string>();
  let untrustedUntil = Number.NEGATIVE_INFINITY;
  const watchingSince = clock.now();

  async function reconcile(): Promise<void> {
    const now = clock.now();
    const { trusted } = trust();
    if (!trusted) untrustedUntil = now;
    if (stale) {
      stale = false;
      open = await schedule.open();
    }
    for (const slot of open) {
      if (handedOver.has(slot.id)) continue;
      if (slot.state === 'planned') await decide(slot, now, trusted);
      else await endOrphan(slot);
    }
  }

  /** On air, but not by us: the process before was killed, and its disk did not take the trace of the run. */
  async function endOrphan(slot: StoredSlot): Promise<void> {
    handedOver.add(slot.id);
    await end(slot, { kind: 'aired-partly', code: 'broadcast.interrupted', params: { airedSeconds: 0 } });
  }

  async function decide(slot: StoredSlot, now: number, clockTrusted: boolean): Promise<void> {
    const heldByClock = slot.startsAt <= untrustedUntil;
    const decision = decideDue(
      { startsAt: slot.startsAt, handOverAt: schedule.handOverOf(slot), skipped: slot.skippedBy !== null },
      { now, clockTrusted, watchingSince, heldByClock },
    );
    if (decision.do === 'wait') return;
    const content = slot.programmeId === null ? null : await schedule.contentOf(slot.programmeId);
    // Last of all, with nothing between this and the hand-over: it may have been skipped or taken away just now.
    const current = await schedule.now(slot.id);
    if (current?.state !== 'planned' || current.skippedBy !== slot.skippedBy) return void (stale = true);
    // Only now: had any of this failed, it would be tried again.
    handedOver.add(slot.id);
    if (decision.do === 'end') {
      log.info({ slotId: slot.id, title: slot.title, code: decision.code }, 'slot not aired');
      return end(current, wordsOf(decision.code, current));
    }
    if (content) return air({ ...current, content });
    await end(current, { kind: 'failed', code: 'programme.not-found', params: {} });
  }

  return {
    /** Something about the plan changed: read it again. */
    refresh(): void {
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
        if (clock.monotonic() - plannedAt >= replanMs) {
          plannedAt = clock.monotonic();
          await schedule.replan();
        }
        if (contentStale) {
          contentStale = false;
          await schedule.contentChanged();
        }
        await clock.sleep(1_000, signal);
      }
    },

    reconcile,
  };

  /** A second, or less when a slot has to be handed over sooner. */
  async function nextMoment(signal: AbortSignal): Promise<void> {
    const now = clock.now();
    const next = Math.min(
      ...open
        .filter((slot) => slot.state === 'planned' && !handedOver.has(slot.id))
        .map((slot) => schedule.handOverOf(slot))
        .filter((at) => at > now),
    );
    const woken = new AbortController();
    const cancel = Number.isFinite(next) ? clock.wakeAt(next, () => woken.abort()) : () => undefined;
    try {
      await clock.sleep(1_000, AbortSignal.any([signal, woken.signal]));
    } catch (error) {
      if (!woken.signal.aborted) throw error;
    } finally {
      cancel();
    }
  }
}

export type Planner = ReturnType<typeof createPlanner>;

function wordsOf(code: EndCode, slot: StoredSlot): OutcomeWords {
  return code === 'slot.skipped'
    ? { kind: 'skipped', code, params: { by: slot.skippedBy ?? '' } }
    : { kind: 'missed', code, params: {} };
}
