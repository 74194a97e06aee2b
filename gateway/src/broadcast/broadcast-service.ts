import type {
  AllClearInput,
  Broadcast,
  BroadcastInput,
  ChangeEvents,
  Content,
  Hold,
  Priority,
} from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Cancel, Clock } from '../core/clock/clock.ts';
import { AppError, notFound, reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import type { Storage } from '../storage/storage.ts';
import { asRun, asUnaired } from './as-run.ts';
import { createClosings } from './closings.ts';
import { interrupted } from './interrupted.ts';
import { expectedMs, type NowOrder } from './now-order.ts';
import { preEmpted, type EndCause } from './outcome.ts';
import type { AirZone, BroadcastPorts, CuedContent, OutcomeWords } from './ports.ts';
import { admit, graceMs, type Claim } from './priority.ts';
import { busy, refuseEmpty, refuseInQuietHours, refuseIntoTheNight } from './refusals.ts';
import { restOf } from './rest-of.ts';
import { claimOf, endOf, endsWithin, longestWarmup, type RunPlan } from './run-plan.ts';
import { isOver } from './run.ts';
import { createRunStore } from './run-store.ts';
import { confirmAllowanceMs, perform, type Run } from './runner.ts';
import { heldZones, slotOutcome } from './slot-outcome.ts';
import { announce, quietHold, quietReason, wordsOf, wordsOfBroken, type UnairedSlot } from './slot-words.ts';

export interface BroadcastsParts {
  readonly storage: Storage;
  readonly ports: BroadcastPorts;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A slot as the schedule hands it over, some seconds before it starts. */
export interface SlotToAir {
  readonly id: string;
  readonly title: string;
  readonly priority: Priority;
  readonly content: Content;
  /** Where it may sound. */
  readonly zoneIds: readonly string[];
  /** Zones that the gates held back, and why. */
  readonly holds: readonly Hold[];
  readonly startsAt: number;
  /** It was broken off before, and goes on at that place. */
  readonly brokenOff: {
    readonly airedMs: number;
    readonly resumeAtMs: number;
    /** The emergency that broke it off; null: a power cut did. */
    readonly preEmptedBy: string | null;
  } | null;
  /** So late it may still begin: until then it waits for outputs and relays. */
  readonly lastChanceAt: number;
}

interface Actor {
  readonly name: string;
}

/** Outputs are claimed this long before the first amplifier is commanded, so that who yields is known when sound is cued. */
const claimAheadMs = 1_000;
/** From the decision to the first sample with the amplifiers on: time to read the file, so that all outputs begin together. */
const atOnceMs = 20;
const askAgainMs = 250;
const heartbeatMs = 5_000;
/** What is planned to end with the day does so to the sample; this is for a night that came unforeseen. */
const intoTheNightMs = 2_000;
/** The ramp of what is pre-empted is over when the higher broadcast starts. */
const rampMs = 50;

/** Everything on air or about to be: who yields to whom, what a person starts and stops, and what came of it. */
export function createBroadcasts({ storage, ports, changes, clock, log }: BroadcastsParts) {
  const store = createRunStore(storage);
  const runs = new Map<string, Run>();
  /** Who holds which outputs, from admission to the end of the sound. */
  const claims = new Map<string, Claim>();
  /** Slots handed over that have not become a run yet. */
  const waiting = new Map<
    string,
    { readonly startsAt: number; readonly ending: AbortController; readonly settled: Promise<void> }
  >();
  const closings = createClosings({ store, storage, record: ports.record, clock, log });
  const work = new Set<Promise<void>>();
  let stopHeartbeat: Cancel = () => undefined;
  let stopNightWatch: Cancel = () => undefined;
  let stopping = false;

  function track(promise: Promise<void>): void {
    const tracked = promise
      .catch((error: unknown) => log.error({ err: error }, 'broadcast bookkeeping failed'))
      .finally(() => work.delete(tracked));
    work.add(tracked);
  }

  function settingsOf(zoneIds: readonly string[]): AirZone[] {
    return zoneIds.map((id) => {
      const zone = ports.zones.settings(id);
      if (!zone) throw notFound('zone', id);
      return zone;
    });
  }

  /** Claims the outputs of a plan, or says who is in the way. Deciding and claiming are one step: nobody comes between. */
  function claimOutputs(plan: RunPlan): Claim | null {
    const claim = claimOf(plan);
    const admission = admit(claim, [...claims.values()]);
    if (admission.kind === 'wait') return admission.behind;
    claims.set(plan.id, claim);
    for (const lower of admission.preempts) track(preempt(lower, plan));
    return null;
  }

  async function preempt(lower: Claim, higher: RunPlan): Promise<void> {
    const { outputIds } = claimOf(higher);
    const slotId = runs.get(lower.id)?.plan.slotId;
    const wholly = [...lower.outputIds].every((id) => outputIds.has(id));
    // Nothing of it would be heard before: it waits for its turn, as if it had come later.
    if (slotId && wholly && lower.startsAt >= higher.startsAt - rampMs) return ports.yielded(slotId);
    await clock.sleep(higher.startsAt - rampMs - clock.now());
    if (claims.has(higher.id)) runs.get(lower.id)?.preempt(outputIds, higher);
  }

  /**
   * Lets an admitted plan run; what comes of it is written when its sound is over. Its trace for a power cut is on the
   * disk long before the first sample, but nobody waits for that: who stops everything now finds the run, and a disk
   * that is full keeps nothing from sounding.
   */
  function launch(plan: RunPlan): Run {
    track(
      store.begin({
        ...plan,
        zoneIds: plan.zones.map(({ zone }) => zone.id),
        plannedAt: Math.round(plan.plannedAt),
        startedAt: null,
        aliveAt: clock.now(),
      }),
    );
    let noted = false;
    const run = perform(plan, ports, clock, log, (view) => {
      changes.emit('broadcast.changed', view);
      if (!view.startedAt || noted) return;
      noted = true;
      track(store.started(plan.id, Date.parse(view.startedAt)));
    });
    runs.set(plan.id, run);
    track(conclude(run));
    track(run.over.then(() => void runs.delete(plan.id)));
    return run;
  }

  async function conclude(run: Run): Promise<void> {
    const result = await run.sounded;
    const { plan } = run;
    claims.delete(plan.id);
    const zones = [...result.zones, ...heldZones(plan.holds, zoneName)];
    const words = result.outcome && slotOutcome(result.outcome, plan, result.startedAt, zoneName);
    await closings.write({ entry: words && asRun(plan, { ...result, zones }, words), runId: plan.id });
  }

  function zoneName(id: string): string {
    return ports.zones.settings(id)?.name ?? id;
  }

  /** Keeps a slot until its outputs can be claimed, then airs it. Every way out but a shutdown leaves one outcome. */
  async function airSlot(slot: SlotToAir, signal: AbortSignal): Promise<void> {
    const words = await tryToAir(slot, signal).catch((error: unknown) => {
      if (signal.aborted) return wordsOf(signal.reason as EndCause);
      log.error({ slotId: slot.id, err: error }, 'slot failed');
      return { kind: 'failed', ...reasonOf(error) } as const;
    });
    if (words) await endUnaired(slot, wordsOfBroken(slot) ?? words);
  }

  /** The outcome of a slot that never came to a run. */
  function endUnaired(slot: UnairedSlot, words: OutcomeWords): Promise<void> {
    const zones = slot.zoneIds.flatMap((id) => ports.zones.settings(id) ?? []);
    return closings.write({ entry: asUnaired(announce(slot), zones, clock.now(), words), runId: null });
  }

  /** Resolves with the reason when it does not come to a run. */
  async function tryToAir(slot: SlotToAir, signal: AbortSignal): Promise<OutcomeWords | null> {
    const zones = settingsOf(slot.zoneIds);
    if (openZones(zones, slot.startsAt).length === 0) return { kind: 'quiet-hours', ...quietReason(zones) };
    const whole = await cueInTime(slot, signal);
    const resumeAtMs = slot.brokenOff?.resumeAtMs ?? 0;
    const content = restOf(whole, resumeAtMs);
    // It was broken off at its very end.
    if (resumeAtMs > 0 && !content.items.some((item) => 'path' in item)) return wordsOfBroken(slot);
    const leadMs = longestWarmup(zones) + confirmAllowanceMs;
    await clock.sleep(slot.startsAt - leadMs - claimAheadMs - clock.now(), signal);
    const patientUntil = Math.max(slot.startsAt, clock.now()) + graceMs;
    // After an emergency it begins while enough of its window is left, or not at all.
    const giveUpAt = slot.brokenOff?.preEmptedBy ? slot.lastChanceAt : Math.max(slot.lastChanceAt, patientUntil);
    for (;;) {
      // Late (it waited, or the gateway has just started): the amplifiers still get their rest and their warm-up. And on
      // time it is late all the same when an amplifier that has just gone off has to rest.
      const late = clock.now() > slot.startsAt - leadMs || (restMs(zones) > 0 && soonest(zones) > slot.startsAt);
      const startsAt = late ? soonest(zones) : slot.startsAt;
      // After a power cut relays come in one after the other: what is late anyway waits for them.
      if (late && clock.now() < giveUpAt && zones.some(({ id }) => ports.amplifiers.isAway(id))) {
        await clock.sleep(askAgainMs, signal);
        continue;
      }
      // Asked of the moment at which it would really be heard: what is made up late may come into the quiet hours.
      const open = openZones(zones, startsAt);
      if (open.length === 0) return { kind: 'quiet-hours', ...quietReason(zones) };
      const shut = zones.filter((zone) => !open.some((found) => found.zone === zone));
      const plan: RunPlan = {
        ...announce(slot),
        startsAt,
        plannedAt: slot.startsAt,
        airedBeforeMs: resumeAtMs > 0 ? resumeAtMs : null,
        preEmptedBy: slot.brokenOff?.preEmptedBy ?? null,
        allClear: false,
        loops: false,
        holds: shut.length > 0 ? [...slot.holds, quietHold(shut)] : slot.holds,
        content,
        zones: endsWithin(open, startsAt + content.durationMs),
      };
      const behind = claimOutputs(plan);
      if (!behind) {
        launch(plan);
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
  async function cueInTime({ content, startsAt }: SlotToAir, signal: AbortSignal): Promise<CuedContent> {
    for (;;) {
      try {
        return await ports.content.cue(content);
      } catch (error) {
        if (!(error instanceof AppError) || clock.now() >= startsAt) throw error;
        await clock.sleep(askAgainMs, signal);
      }
    }
  }

  function restMs(zones: readonly AirZone[]): number {
    return Math.max(0, ...zones.map((zone) => ports.amplifiers.restMs(zone.id)));
  }

  /** When a broadcast decided now can be heard: amplifiers rested, commanded and warm; its sound is cued meanwhile. */
  function soonest(zones: readonly AirZone[]): number {
    const cold = zones.filter(({ id }) => ![...runs.values()].some((run) => run.isWarm(id)));
    if (cold.length === 0) return clock.now() + atOnceMs;
    return clock.now() + restMs(cold) + longestWarmup(cold) + confirmAllowanceMs;
  }

  function openZones(zones: readonly AirZone[], at: number): { zone: AirZone; endBy: number | null }[] {
    return zones.flatMap((zone) => {
      const { quiet, nextQuietAt } = ports.quiet(zone.id, at);
      return quiet ? [] : [{ zone, endBy: nextQuietAt }];
    });
  }

  /** Each second: the clock may have been set, or the quiet hours, since a run began. Only a person's emergency goes on. */
  function mindTheNight(): void {
    for (const { plan, view, silenceZones } of runs.values()) {
      if (plan.slotId === null && plan.priority === 'emergency' && !plan.drill) continue;
      if (!['warming', 'on-air'].includes(view().state)) continue;
      const at = clock.now() - intoTheNightMs;
      const dark = plan.zones.flatMap(({ zone }) => (ports.quiet(zone.id, at).quiet ? [zone] : []));
      if (dark.length > 0) silenceZones(new Set(dark.map(({ id }) => id)), quietReason(dark));
    }
  }

  function endRuns(cause: EndCause): void {
    for (const run of runs.values()) if (!isOver(run.view().state)) run.end(cause);
  }

  /** The broadcast that this id was given for, if it is not over. A command repeated later than that is refused. */
  async function startedBefore(id: string): Promise<Broadcast | null> {
    const known = runs.get(id);
    if (known) return known.view();
    if (!claims.has(id) && !(await store.exists(id))) return null;
    throw new AppError('broadcast.repeated', 409, 'This broadcast was started already; use a new id for a new one.');
  }

  function airNow(order: NowOrder, actor: Actor): Broadcast {
    const known = runs.get(order.id);
    if (known) return known.view();
    const plan = planNow(order, actor);
    const behind = claimOutputs(plan);
    if (behind) throw busy(behind);
    return launch(plan).view();
  }

  function planNow(order: NowOrder, actor: Actor): RunPlan {
    const zones = settingsOf(order.zoneIds);
    const startsAt = soonest(zones);
    const open = openZones(zones, startsAt);
    refuseInQuietHours(order, zones, open);
    refuseIntoTheNight(order, open, startsAt + expectedMs(order));
    const { id, title, priority, drill, allClear, loops, content, reason } = order;
    const itself = { id, title, priority, drill, allClear, loops, content, reason };
    return {
      ...itself,
      slotId: null,
      startsAt,
      plannedAt: startsAt,
      airedBeforeMs: null,
      preEmptedBy: null,
      holds: [],
      zones: order.passesNight
        ? zones.map((zone) => ({ zone, endBy: null }))
        : endsWithin(open, endOf({ startsAt, content, loops })),
      startedBy: actor.name,
    };
  }

  const commands = {
    list: (): Promise<Broadcast[]> => Promise.resolve([...runs.values()].map((run) => run.view())),

    get: async (id: string): Promise<Broadcast> => find(id).view(),

    /** Airs something now. Repeated with the same id it acts once. */
    async start({ id, content, zoneIds, priority, reason }: BroadcastInput, actor: Actor): Promise<Broadcast> {
      const known = await startedBefore(id);
      if (known) return known;
      const cued = await ports.content.cue(content);
      refuseEmpty(cued);
      const plain = { drill: false, allClear: false, loops: false, passesNight: priority === 'emergency' };
      const order = { id, title: cued.title, priority, content: cued, zoneIds, reason: reason ?? null, ...plain };
      return airNow(order, actor);
    },

    async stop(id: string, actor: Actor): Promise<Broadcast> {
      const run = find(id);
      if (!isOver(run.view().state)) run.end({ kind: 'stopped', by: actor.name });
      return run.view();
    },

    /** What should be sounding now, or waits for its turn to; not what is only about to begin. */
    stopAll(actor: Actor): Promise<Broadcast[]> {
      const cause: EndCause = { kind: 'stopped', by: actor.name };
      for (const { startsAt, ending } of waiting.values()) if (startsAt <= clock.now()) ending.abort(cause);
      endRuns(cause);
      return commands.list();
    },
  };

  function find(id: string): Run {
    const run = runs.get(id);
    if (!run) throw notFound('broadcast', id);
    return run;
  }

  /** The run of a slot whose sound is not over. */
  function runOf(slotId: string): Run | undefined {
    return [...runs.values()].find(({ plan }) => plan.slotId === slotId && claims.has(plan.id));
  }

  return {
    /** For people: list, start, stop. */
    commands,

    startedBefore,
    airNow,
    isDrill: (id: string): boolean => find(id).plan.drill,

    /**
     * Ends what repeats until somebody ends it, and airs in its place that it is over: the amplifiers stay on meanwhile.
     * Not yet heard, or heard nowhere, it is only stopped.
     */
    allClear(id: string, order: AllClearInput & Pick<NowOrder, 'content'>, actor: Actor): Broadcast {
      const { plan, view, end } = find(id);
      if (!plan.loops || !claims.has(id)) throw notFound('broadcast', id);
      const by = actor.name;
      const zoneIds = view().zones.flatMap(({ zoneId, state }) => (state === 'sounding' ? [zoneId] : []));
      if (zoneIds.length === 0) {
        end({ kind: 'stopped', by });
        return view();
      }
      const { priority, drill, reason } = plan;
      const said = { ...order, priority, drill, reason, zoneIds, allClear: true, loops: false, passesNight: !drill };
      const after = planNow(said, actor);
      claims.delete(id);
      claimOutputs(after);
      const run = launch(after);
      end({ kind: 'all-clear', by });
      return run.view();
    },

    /** Takes a slot over from the schedule; it will end in exactly one outcome. */
    air(slot: SlotToAir): void {
      if (stopping || waiting.has(slot.id) || runOf(slot.id)) return;
      const ending = new AbortController();
      const settled = airSlot(slot, ending.signal).finally(() => waiting.delete(slot.id));
      waiting.set(slot.id, { startsAt: slot.startsAt, ending, settled });
      track(settled);
    },

    /** Ends a slot that the schedule does not hand over: skipped, missed. Never rejects; the disk takes it in the end. */
    endUnaired,

    /** A person skipped a slot that was handed over already. */
    skipSlot(slotId: string, by: string): void {
      const cause: EndCause = { kind: 'skipped', by };
      waiting.get(slotId)?.ending.abort(cause);
      for (const run of runs.values()) if (run.plan.slotId === slotId) run.end(cause);
    },

    /**
     * Takes a slot back that has not sounded yet: it was changed, or the clock stepped. True: it is free again, without
     * an outcome; false: it is on air, or not here.
     */
    async withdraw(slotId: string): Promise<boolean> {
      const cause: EndCause = { kind: 'withdrawn' };
      const waits = waiting.get(slotId);
      waits?.ending.abort(cause);
      await waits?.settled;
      const run = runOf(slotId);
      if (!run) return waits !== undefined;
      if (run.view().startedAt !== null) return false;
      run.end(cause);
      return (await run.sounded).outcome === null;
    },

    /** Some zones of a slot that is on air may not sound any more. */
    silenceZones(slotId: string, holds: readonly Hold[]): void {
      for (const { zoneIds, reason } of holds) runOf(slotId)?.silenceZones(new Set(zoneIds), reason);
    },

    /** The slots that were handed over and have not sounded yet. */
    unstarted: (): string[] => [
      ...waiting.keys(),
      ...[...runs.values()].flatMap(({ plan, view }) =>
        plan.slotId && view().startedAt === null ? [plan.slotId] : [],
      ),
    ],

    /** Gives what a crash or power cut interrupted its outcome. */
    async start(): Promise<void> {
      for (const trace of await store.open()) {
        await closings.write({ entry: interrupted(trace, ports.zones), runId: trace.id });
      }
      stopNightWatch = clock.every(1_000, mindTheNight);
      stopHeartbeat = clock.every(heartbeatMs, () => {
        const onAir = [...runs.values()].filter((run) => run.view().state === 'on-air').map((run) => run.plan.id);
        if (onAir.length > 0) track(store.alive(onAir, clock.now()));
        if (closings.pending) track(closings.writeAgain());
      });
    },

    /** Sound and amplifiers off, outcomes written. Safe twice. */
    async stop(): Promise<void> {
      stopping = true;
      stopHeartbeat();
      stopNightWatch();
      const cause: EndCause = { kind: 'shutdown' };
      for (const { ending } of waiting.values()) ending.abort(cause);
      endRuns(cause);
      while (work.size > 0) await Promise.all(work);
      await closings.writeAgain();
    },
  };
}

export type Broadcasts = ReturnType<typeof createBroadcasts>;
