import { mayHaveBed } from '../core/air/bed.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { AirZones } from './air-zones.ts';
import type { Floor } from './floor.ts';
import { inTurn } from './in-turn.ts';
import { preEmpted, type EndCause } from './outcome.ts';
import type { AirZone, BroadcastPorts, CuedContent, OutcomeWords } from './ports.ts';
import { graceMs } from './priority.ts';
import { endsWithin, lengthMs, longestWarmup, type RunPlan } from './run-plan.ts';
import { untilSlotEnd } from './until-slot-end.ts';
import { confirmAllowanceMs } from './runner.ts';
import type { SlotToAir } from './slot-to-air.ts';
import { announce, quietHold, quietReason, wordsOf, wordsOfBroken, type UnairedSlot } from './slot-words.ts';
import { goesOnAtMs, scoreMs } from './score.ts';
import { cueBed, withBed } from './with-bed.ts';
import { withChimes } from './with-chimes.ts';

/** Outputs are claimed this long before the first amplifier is commanded, so that who yields is known when sound is cued. */
const claimAheadMs = 1_000;
const askAgainMs = 250;

type Open = ReturnType<AirZones['open']>[number];
/** Of what ends with its slot: it could not begin before that. */
const wordsTooLate: OutcomeWords = { kind: 'missed', code: 'slot.too-late', params: {} };

/** Slots handed over that have not become a run yet: each waits for its time, its sound and its outputs. */
export function createWaitingSlots(parts: {
  readonly ports: Pick<BroadcastPorts, 'amplifiers' | 'content' | 'chimes'>;
  readonly floor: Pick<Floor, 'claim' | 'launch'>;
  readonly airZones: AirZones;
  readonly endUnaired: (slot: UnairedSlot, words: OutcomeWords) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}) {
  const { ports, floor, airZones, endUnaired, clock, log } = parts;
  const waiting = new Map<
    string,
    { readonly startsAt: number; readonly ending: AbortController; readonly settled: Promise<void> }
  >();

  /** Keeps a slot until its outputs can be claimed, then airs it. Every way out but a shutdown leaves one outcome. */
  async function airSlot(slot: SlotToAir, signal: AbortSignal): Promise<void> {
    const words = await tryToAir(slot, signal).catch((error: unknown) => {
      if (signal.aborted) return wordsOf(signal.reason as EndCause);
      log.error({ slotId: slot.id, err: error }, 'slot failed');
      return { kind: 'failed', ...reasonOf(error) } as const;
    });
    if (words) await endUnaired(slot, wordsOfBroken(slot) ?? words);
  }

  /** Resolves with the reason when it does not come to a run. */
  async function tryToAir(slot: SlotToAir, signal: AbortSignal): Promise<OutcomeWords | null> {
    const zones = airZones.settingsOf(slot.zoneIds);
    const openThen = airZones.open(zones, slot.startsAt);
    if (openThen.length === 0) return { kind: 'quiet-hours', ...quietReason(zones) };
    const content = await cueInTime(slot, signal);
    const incoming = content.items.flatMap((item) => ('incoming' in item ? [item.incoming] : []));
    try {
      for (const one of incoming) one.listen();
      return await tryWithSound(slot, { zones, openThen, content }, signal);
    } finally {
      // What became a run has it by now.
      for (const one of incoming) one.letGo();
    }
  }

  async function tryWithSound(
    slot: SlotToAir,
    { zones, openThen, content }: { zones: AirZone[]; openThen: Open[]; content: CuedContent },
    signal: AbortSignal,
  ): Promise<OutcomeWords | null> {
    const brokenOffAtMs = slot.brokenOff?.resumeAtMs ?? 0;
    const foreseen = inTurn(slot, openThen, content, slot.startsAt);
    if (goesOnAtMs(content, foreseen.turns.count, brokenOffAtMs) === null) return wordsOfBroken(slot);
    const leadMs = longestWarmup(zones) + confirmAllowanceMs;
    await clock.sleep(slot.startsAt - leadMs - claimAheadMs - clock.now(), signal);
    const patientUntil = Math.max(slot.startsAt, clock.now()) + graceMs;
    // After an emergency it begins while enough of its window is left, or not at all.
    const giveUpAt = slot.brokenOff?.preEmptedBy ? slot.lastChanceAt : Math.max(slot.lastChanceAt, patientUntil);
    for (;;) {
      // Late (it waited, or the gateway has just started): the amplifiers still get their rest and their warm-up. And on
      // time it is late all the same when an amplifier that has just gone off has to rest.
      const resting = airZones.restMs(zones) > 0 && airZones.soonest(zones) > slot.startsAt;
      const late = clock.now() > slot.startsAt - leadMs || resting;
      const startsAt = late ? airZones.soonest(zones) : slot.startsAt;
      // After a power cut relays come in one after the other: what is late anyway waits for them.
      if (late && clock.now() < giveUpAt && zones.some(({ id }) => ports.amplifiers.isAway(id))) {
        await clock.sleep(askAgainMs, signal);
        continue;
      }
      // Asked of the moment at which it would really be heard: what is made up late may come into the quiet hours.
      const { open, turns } = inTurn(slot, airZones.open(zones, startsAt), content, startsAt - brokenOffAtMs);
      if (open.length === 0) return { kind: 'quiet-hours', ...quietReason(zones) };
      const resumeAtMs = goesOnAtMs(content, turns.count, brokenOffAtMs);
      if (resumeAtMs === null) return wordsOfBroken(slot);
      const shut = zones.filter((zone) => !open.some((found) => found.zone === zone));
      const slotEndsAt = slot.startsAt + content.durationMs;
      const left = untilSlotEnd(content, slotEndsAt, startsAt - resumeAtMs);
      if (content.durationMs > 0 && scoreMs(left, turns.count) <= resumeAtMs) return wordsTooLate;
      const itself = { content: left, turns, startsAt, airedBeforeMs: resumeAtMs > 0 ? resumeAtMs : null };
      const plan: RunPlan = {
        ...announce(slot),
        ...itself,
        plannedAt: slot.startsAt,
        preEmptedBy: slot.brokenOff?.preEmptedBy ?? null,
        allClear: false,
        live: false,
        loops: false,
        holds: shut.length > 0 ? [...slot.holds, quietHold(shut)] : slot.holds,
        zones: endsWithin(open, startsAt + lengthMs(itself)),
      };
      const behind = floor.claim(plan);
      if (!behind) {
        floor.launch(plan);
        return null;
      }
      if (clock.now() >= giveUpAt) {
        const emergency = behind.priority === 'emergency';
        return { kind: 'pre-empted', ...preEmpted({ by: behind.title, emergency }, 0) };
      }
      await clock.sleep(askAgainMs, signal);
    }
  }

  /** What is not there yet may be in the last seconds before its start: a recording that is being prepared. */
  async function cueInTime(slot: SlotToAir, signal: AbortSignal): Promise<CuedContent> {
    for (;;) {
      try {
        const content = await ports.content.cue(slot.content);
        const spoken = withChimes(content, await ports.chimes.cue(slot.chimes, slot.kind));
        return mayHaveBed(slot) ? withBed(spoken, await cueBed(slot.bedRecordingId, ports.content)) : spoken;
      } catch (error) {
        if (!(error instanceof AppError) || clock.now() >= slot.startsAt) throw error;
        await clock.sleep(askAgainMs, signal);
      }
    }
  }

  return {
    has: (slotId: string): boolean => waiting.has(slotId),
    ids: (): string[] => [...waiting.keys()],

    /** Resolves when it has become a run or has its outcome. */
    keep(slot: SlotToAir): Promise<void> {
      const ending = new AbortController();
      const settled = airSlot(slot, ending.signal).finally(() => waiting.delete(slot.id));
      waiting.set(slot.id, { startsAt: slot.startsAt, ending, settled });
      return settled;
    },

    end: (slotId: string, cause: EndCause): void => waiting.get(slotId)?.ending.abort(cause),

    /** Those whose time has come; without an instant, all. */
    endAll(cause: EndCause, dueBy = Infinity): void {
      for (const { startsAt, ending } of waiting.values()) if (startsAt <= dueBy) ending.abort(cause);
    },

    /** Resolves when it does not wait any more. */
    settled: async (slotId: string): Promise<void> => waiting.get(slotId)?.settled,
  };
}
