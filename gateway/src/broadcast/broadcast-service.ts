import type { Broadcast, BroadcastInput, ChangeEvents, Chimes, Hold } from '../contract/index.ts';
import { mayHaveBed } from '../core/air/bed.ts';
import type { Changes } from '../core/changes.ts';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import type { Logger } from '../core/log.ts';
import type { Storage } from '../storage/storage.ts';
import { createAirNow, type Actor } from './air-now.ts';
import { createAirZones } from './air-zones.ts';
import { asUnaired } from './as-run.ts';
import { createBookkeeping } from './bookkeeping.ts';
import { createClosings } from './closings.ts';
import { createFloor } from './floor.ts';
import { interrupted } from './interrupted.ts';
import { mindTheNight } from './night-watch.ts';
import type { EndCause } from './outcome.ts';
import type { BroadcastPorts, OutcomeWords } from './ports.ts';
import { refuseEmpty, refuseSpoilt } from './refusals.ts';
import { isOver } from './run.ts';
import { createRunStore } from './run-store.ts';
import type { SlotToAir } from './slot-to-air.ts';
import { announce, type UnairedSlot } from './slot-words.ts';
import { createWaitingSlots } from './waiting-slots.ts';
import { cueBed, withBed } from './with-bed.ts';
import { withChimes } from './with-chimes.ts';

export type { SlotToAir } from './slot-to-air.ts';

export interface BroadcastsParts {
  readonly storage: Storage;
  readonly ports: BroadcastPorts;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
}

const nightWatchMs = 1_000;
const heartbeatMs = 5_000;
const usualChimes: Chimes = { opening: 'default', closing: 'default' };

/** Everything on air or about to be: what a person starts and stops, what the schedule hands over, and what came of it. */
export function createBroadcasts({ storage, ports, changes, clock, log }: BroadcastsParts) {
  const store = createRunStore(storage);
  const bookkeeping = createBookkeeping(log);
  const { track } = bookkeeping;
  const closings = createClosings({ store, storage, record: ports.record, clock, log });
  const floor = createFloor({ ports, store, closings, bookkeeping, changes, clock, log });
  const airZones = createAirZones({ ports, clock, isWarm: floor.isWarm });
  const now = createAirNow({ floor, airZones, store });
  const waiting = createWaitingSlots({ ports, floor, airZones, endUnaired, clock, log });
  let stopHeartbeat: Cancel = () => undefined;
  let stopNightWatch: Cancel = () => undefined;
  let stopping = false;

  /** The outcome of a slot that never came to a run. */
  function endUnaired(slot: UnairedSlot, words: OutcomeWords): Promise<void> {
    const zones = slot.zoneIds.flatMap((id) => ports.zones.settings(id) ?? []);
    return closings.write({ entry: asUnaired(announce(slot), zones, clock.now(), words), runId: null });
  }

  const commands = {
    list: (): Promise<Broadcast[]> => Promise.resolve(floor.runs().map((run) => run.view())),

    get: async (id: string): Promise<Broadcast> => floor.find(id).view(),

    /** Airs something now. Repeated with the same id it acts once. */
    async start(input: BroadcastInput, actor: Actor): Promise<Broadcast> {
      const { id, zoneIds, priority, reason = null, chimes = usualChimes, staggered = false } = input;
      const known = await now.startedBefore(id);
      if (known) return known;
      const cued = await ports.content.cue(input.content);
      refuseEmpty(cued);
      // What somebody has to say is news.
      const spoken = withChimes(cued, await ports.chimes.cue(chimes, 'bulletin'));
      const bed = mayHaveBed({ ...input, staggered })
        ? await cueBed(input.bedRecordingId ?? null, ports.content)
        : null;
      if (!input.bedOptional) refuseSpoilt(bed);
      const content = withBed(spoken, bed);
      const plain = { drill: false, allClear: false, live: false, loops: false, passesNight: priority === 'emergency' };
      return now.start({ id, title: cued.title, priority, content, zoneIds, reason, staggered, ...plain }, actor);
    },

    async stop(id: string, actor: Actor): Promise<Broadcast> {
      const run = floor.find(id);
      if (!isOver(run.view().state)) run.end({ kind: 'stopped', by: actor.name });
      return run.view();
    },

    /** What should be sounding now, or waits for its turn to; not what is only about to begin. */
    stopAll(actor: Actor): Promise<Broadcast[]> {
      const cause: EndCause = { kind: 'stopped', by: actor.name };
      waiting.endAll(cause, clock.now());
      floor.endAll(cause);
      return commands.list();
    },
  };

  return {
    /** For people: list, start, stop. */
    commands,

    startedBefore: now.startedBefore,
    airNow: now.start,
    isDrill: (id: string): boolean => floor.find(id).plan.drill,

    /** A voice is over. `gently`: what follows it is still heard (null: the speaker had finished). */
    closeVoice(id: string, how: { gently: EndCause | null } | { atOnce: EndCause }): void {
      const run = floor.run(id);
      if ('gently' in how) run?.endsFor(how.gently);
      else run?.end(how.atOnce);
    },

    /**
     * Ends what repeats until somebody ends it, and airs in its place that it is over: the amplifiers stay on meanwhile.
     * What cannot be followed by it is only stopped.
     */
    allClear: now.allClear,

    /** Takes a slot over from the schedule; it will end in exactly one outcome. */
    air(slot: SlotToAir): void {
      if (stopping || waiting.has(slot.id) || floor.runOf(slot.id)) return;
      track(waiting.keep(slot));
    },

    /** Ends a slot that the schedule does not hand over: skipped, missed. Never rejects; the disk takes it in the end. */
    endUnaired,

    /** A person skipped a slot that was handed over already. */
    skipSlot(slotId: string, by: string): void {
      const cause: EndCause = { kind: 'skipped', by };
      waiting.end(slotId, cause);
      for (const run of floor.runs()) if (run.plan.slotId === slotId) run.end(cause);
    },

    /**
     * Takes a slot back that has not sounded yet: it was changed, or the clock stepped. True: it is free again, without
     * an outcome; false: it is on air, or not here.
     */
    async withdraw(slotId: string): Promise<boolean> {
      const cause: EndCause = { kind: 'withdrawn' };
      const waited = waiting.has(slotId);
      waiting.end(slotId, cause);
      await waiting.settled(slotId);
      const run = floor.runOf(slotId);
      if (!run) return waited;
      if (run.view().startedAt !== null) return false;
      run.end(cause);
      return (await run.sounded).outcome === null;
    },

    /** Some zones of a slot that is on air may not sound any more. */
    silenceZones(slotId: string, holds: readonly Hold[]): void {
      for (const { zoneIds, reason } of holds) floor.runOf(slotId)?.silenceZones(new Set(zoneIds), reason);
    },

    /** The slots that were handed over and have not sounded yet. */
    unstarted: (): string[] => [
      ...waiting.ids(),
      ...floor.runs().flatMap(({ plan, view }) => (plan.slotId && view().startedAt === null ? [plan.slotId] : [])),
    ],

    /** Gives what a crash or power cut interrupted its outcome. */
    async start(): Promise<void> {
      for (const trace of await store.open()) {
        await closings.write({ entry: interrupted(trace, ports.zones), runId: trace.id });
      }
      stopNightWatch = clock.every(nightWatchMs, () => mindTheNight(floor.runs(), ports.quiet, clock));
      stopHeartbeat = clock.every(heartbeatMs, () => {
        const onAir = floor.runs().filter((run) => run.view().state === 'on-air');
        if (onAir.length > 0) {
          track(
            store.alive(
              onAir.map((run) => run.plan.id),
              clock.now(),
            ),
          );
        }
        if (closings.pending) track(closings.writeAgain());
      });
    },

    /** Sound and amplifiers off, outcomes written. Safe twice. */
    async stop(): Promise<void> {
      stopping = true;
      stopHeartbeat();
      stopNightWatch();
      const cause: EndCause = { kind: 'shutdown' };
      waiting.endAll(cause);
      floor.endAll(cause);
      await bookkeeping.done();
      await closings.writeAgain();
    },
  };
}

export type Broadcasts = ReturnType<typeof createBroadcasts>;
