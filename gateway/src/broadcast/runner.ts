import type { CueItem, Played } from '../audio/bus.ts';
import type { Broadcast, Reason, RunState } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { reasonOf } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { createAmplifierRests } from './amplifier-rest.ts';
import { hearAgain, legsOf, type Leg, type ZoneRun } from './legs.ts';
import type { EndCause } from './outcome.ts';
import { playOverAndOver } from './over-and-over.ts';
import type { BroadcastPorts, CuedItem, OpenIncoming } from './ports.ts';
import { endOf, lengthMs, type RunPlan } from './run-plan.ts';
import { advance, isOver, type RunEvent } from './run.ts';
import { cueOf, type Passage } from './score.ts';
import { sumUp, type RunResult } from './sum-up.ts';

export interface Run {
  readonly plan: RunPlan;
  view(): Broadcast;
  /** Ends all of it at once: sound in 50 ms, then the amplifiers. */
  end(cause: EndCause): void;
  /** It comes to its end by itself, and this is why (null: nothing is missing of it): what is left is still heard. */
  endsFor(cause: EndCause | null): void;
  /** A higher broadcast takes these outputs; the others go on. */
  preempt(outputIds: ReadonlySet<string>, by: Pick<RunPlan, 'title' | 'priority'>): void;
  /** Some of its zones may not sound any more; the others go on. */
  silenceZones(zoneIds: ReadonlySet<string>, why: Reason): void;
  /** The amplifier of a zone is on and has had its warm-up: it needs no other. */
  isWarm(zoneId: string): boolean;
  /** Resolves when the sound is over and judged; the amplifiers may still be cooling. Never rejects. */
  readonly sounded: Promise<RunResult>;
  /** Resolves when every amplifier has been given back. Never rejects. */
  readonly over: Promise<void>;
}

/** The relay is commanded this long before the warm-up has to begin, so that its confirmation is in by then. */
export const confirmAllowanceMs = 1_000;

/** Over its planned end by this much, a sound is ended: a sink that came back late, a slow disk. */
const overrunMs = 30_000;
/** A bus that was told to end and says nothing for so long is stuck: the amplifiers go off without its word. */
const lastWordMs = 2_000;

/** Ended by a person, or taken back: neither done nor failed. */
const cancels: ReadonlySet<EndCause['kind']> = new Set(['stopped', 'skipped', 'withdrawn', 'shutdown'] as const);

type Ports = Pick<BroadcastPorts, 'amplifiers' | 'buses' | 'slotOnAir'>;

/**
 * Starts to carry a plan out: amplifiers on, sound at the instant, amplifiers off, whatever happens in between.
 * `onChange` is called whenever `view()` says something new.
 */
export function perform(
  plan: RunPlan,
  ports: Ports,
  clock: Clock,
  log: Logger,
  onChange: (view: Broadcast) => void,
): Run {
  let state: RunState = 'planned';
  let cause: EndCause | null = null;
  let startedAt: number | null = null;
  /** The same by the monotonic clock. */
  let soundsFrom: number | null = null;
  let item: Broadcast['item'] = null;
  const ending = new AbortController();
  const endsAt = endOf(plan);
  const zones = plan.zones.map(({ zone, endBy }): ZoneRun => ({
    zone,
    endBy,
    state: 'waiting',
    fault: null,
    held: null,
    confirmedAt: null,
    poweredAt: null,
    unheardSince: null,
    unheardMs: 0,
    silentAt: null,
  }));
  const legs = legsOf(zones, plan);
  /** Powering ends when the sound does: a relay that answers after that is given back in `over`. */
  const powering = new AbortController();
  const rests = createAmplifierRests({
    zones,
    holder: plan.id,
    amplifiers: ports.amplifiers,
    signalOf,
    clock,
    log,
    onFault: failZone,
    onChange: changed,
  });
  /** Since when what is received of it has been silent. */
  let silentSince: number | null = null;
  /** What is received of it, while it is. */
  let incoming: OpenIncoming | null = null;

  const view = (): Broadcast => ({
    id: plan.id,
    slotId: plan.slotId,
    title: plan.title,
    priority: plan.priority,
    state,
    startsAt: iso(plan.startsAt),
    startedAt: startedAt === null ? null : iso(startedAt),
    endsAt: endsAt === Infinity ? null : iso(startedAt === null ? endsAt : startedAt + lengthMs(plan)),
    live: plan.live,
    drill: plan.drill,
    item,
    silentSince: silentSince === null || state !== 'on-air' ? null : iso(silentSince),
    zones: zones.map((run) => ({
      zoneId: run.zone.id,
      state: run.state,
      fault: run.fault ?? legOf(run)?.mute ?? null,
    })),
    startedBy: plan.startedBy,
  });
  function changed(): void {
    onChange(view());
  }
  const move = (event: RunEvent) => {
    state = advance(state, event);
    log.info({ broadcastId: plan.id, slotId: plan.slotId, title: plan.title }, `broadcast ${state}`);
    changed();
  };

  function legOf(run: ZoneRun): Leg | undefined {
    return legs.find((leg) => leg.zones.includes(run));
  }

  /** Aborted when it is to be powered no more. */
  function signalOf(run: ZoneRun): AbortSignal {
    const leg = legOf(run);
    return AbortSignal.any([ending.signal, powering.signal, ...(leg ? [leg.ending.signal] : [])]);
  }

  function endLeg(leg: Leg, why: EndCause): void {
    leg.cause ??= why;
    leg.ending.abort(why);
  }

  function failZone(run: ZoneRun, reason: Reason): void {
    if (run.state === 'fault') return;
    run.state = 'fault';
    run.fault = reason;
    run.silentAt = clock.monotonic();
    log.warn({ broadcastId: plan.id, zone: run.zone.id, code: reason.code }, 'zone without power');
    changed();
    const leg = legOf(run);
    if (leg?.zones.every((zone) => zone.state === 'fault')) endLeg(leg, { kind: 'no-power' });
  }

  /** Amplifier on in time for its warm-up; gone again when the zone's quiet hours begin. */
  async function power(run: ZoneRun, signal: AbortSignal): Promise<void> {
    const commandAt = plan.startsAt - run.zone.warmupMs - confirmAllowanceMs;
    try {
      // At once it is held before whoever had it lets go: it must not go off in between.
      if (commandAt > clock.now()) await clock.sleep(commandAt - clock.now(), signal);
      if (run.held) return;
      await ports.amplifiers.powerUp(run.zone.id, plan.id, signal);
    } catch (error) {
      if (!signal.aborted) failZone(run, reasonOf(error));
      return;
    }
    run.confirmedAt = run.poweredAt = clock.monotonic();
    if (run.state === 'waiting') {
      const leg = legOf(run);
      const heard = startedAt !== null && leg?.mute === null;
      run.state = !heard ? 'confirmed' : leg.pausing ? 'pausing' : 'sounding';
    }
    changed();
    if (run.endBy === null) return;
    await clock.sleep(run.endBy - clock.now(), signal).catch(() => undefined);
    if (!signal.aborted) await silence(run);
  }

  async function silence(run: ZoneRun): Promise<void> {
    run.silentAt ??= clock.monotonic();
    if (run.state !== 'fault') run.state = 'off';
    try {
      await ports.amplifiers.powerDown(run.zone.id, plan.id);
    } catch (error) {
      log.error({ broadcastId: plan.id, zone: run.zone.id, err: error }, 'amplifier did not go off');
    }
    changed();
  }

  /** What has come to nothing is not counted as heard; a zone that rests hears again when its amplifier is on. */
  function onSilent(since: number | null): void {
    silentSince = since;
    const from = since === null ? null : clock.monotonic() - (clock.now() - since);
    for (const run of zones) {
      if (from !== null) run.unheardSince ??= from;
      else if (run.state !== 'resting') hearAgain(run, clock.monotonic());
    }
    changed();
  }

  /** A station is received once for all outputs, from now on: it has been heard before it is aired. */
  function toPlay(passage: Passage): CueItem {
    if (!('incoming' in passage)) return cueOf(passage);
    const { durationMs } = passage;
    incoming ??= passage.incoming.air({ startAt: plan.startsAt, durationMs, onHush: rests.hush, onSilent });
    return { title: passage.title, feed: incoming.feed, manner: 'stream' };
  }

  /** Where it was cut, or its bus died, while other outputs go on, the amplifiers are not held until those are done. */
  async function playThenLetGo(leg: Leg): Promise<Played> {
    const played = await (plan.loops
      ? playOverAndOver(
          () => play(leg),
          (why) => fallsSilent(leg, why),
          clock,
          leg.ending.signal,
        )
      : play(leg));
    const gone = leg.cause !== null || played.ending === 'failed';
    if (gone && legs.some((other) => other !== leg && !other.cause)) for (const run of leg.zones) void silence(run);
    return played;
  }

  /** It repeats, and there is nothing to hear of it for now. */
  function fallsSilent(leg: Leg, why: Reason): void {
    if (leg.mute === null)
      log.error({ broadcastId: plan.id, outputId: leg.outputId, ...why }, 'what repeats fell silent');
    leg.mute = why;
    for (const run of leg.zones) if (run.state === 'sounding') run.state = 'confirmed';
    changed();
  }

  /** The sound of one output. Resolves even when its bus does not: "stop" must not wait for a thread that hangs. */
  async function play(leg: Leg): Promise<Played> {
    const answered = new AbortController();
    const played = playOnBus(leg).finally(() => answered.abort(new Error('the bus has answered')));
    return (await giveUp(leg, answered.signal)) ?? played;
  }

  /** What is known of a leg whose bus is stuck; null as soon as the bus has answered. */
  async function giveUp(leg: Leg, answered: AbortSignal): Promise<Played | null> {
    const overdueMs = endsAt + overrunMs - clock.now();
    await clock.sleep(overdueMs, AbortSignal.any([answered, leg.ending.signal])).catch(() => undefined);
    if (answered.aborted) return null;
    if (!leg.ending.signal.aborted) endLeg(leg, { kind: 'overrun' });
    await clock.sleep(lastWordMs, answered).catch(() => undefined);
    if (answered.aborted) return null;
    log.error({ broadcastId: plan.id, outputId: leg.outputId }, 'bus stuck: amplifiers go off without it');
    return {
      startedAt,
      airedMs: startedAt === null ? 0 : clock.now() - startedAt,
      items: [],
      ending: 'failed',
      fault: { code: 'audio.bus-died', params: { detail: 'it did not end when it was told to' } },
      underruns: 0,
    };
  }

  async function playOnBus(leg: Leg): Promise<Played> {
    const endBys = leg.zones.map((run) => run.endBy);
    return ports.buses.play(
      leg.outputId,
      {
        title: plan.title,
        startAt: plan.startsAt,
        items: leg.passages.map(toPlay),
        ...(plan.content.bed && { bed: plan.content.bed }),
        gainDb: Math.max(...leg.zones.map((run) => run.zone.volumeDb)),
        loops: plan.loops,
        endBy: endBys.includes(null) ? null : Math.max(...(endBys as number[])),
      },
      (event) => {
        if (event.kind === 'started') return sounding(leg, event.at);
        comesTo(leg, event.index);
      },
      leg.ending.signal,
    );
  }

  /** The next of its passages begins: a sound, or silence while others speak. */
  function comesTo(leg: Leg, index: number): void {
    const passage = leg.passages[index];
    leg.pausing = passage?.kind === 'pause';
    const [from, to] = leg.pausing ? (['sounding', 'pausing'] as const) : (['pausing', 'sounding'] as const);
    for (const run of leg.zones) if (run.state === from) run.state = to;
    if (passage?.kind === 'sound') {
      const sounds = plan.content.items.filter((part) => !('problem' in part));
      const place = sounds.findIndex((part) => part === plan.content.items[passage.index]);
      item = { index: place, count: sounds.length, title: passage.title };
    }
    changed();
  }

  function sounding(leg: Leg, at: number): void {
    leg.mute = null;
    for (const run of leg.zones) if (run.state === 'confirmed') run.state = 'sounding';
    if (startedAt !== null) return changed();
    startedAt = at;
    soundsFrom = clock.monotonic() - (clock.now() - at);
    move('aired');
    if (plan.slotId) {
      ports.slotOnAir(plan.slotId).catch((error: unknown) => {
        log.error({ slotId: plan.slotId, err: error }, 'slot could not be marked on air');
      });
    }
  }

  async function air(): Promise<RunResult> {
    move('arm');
    for (const run of zones) if (run.zone.outputId === null) failZone(run, { code: 'zone.no-output', params: {} });
    const powered = zones.filter((run) => run.state !== 'fault').map((run) => power(run, signalOf(run)));
    const audible = legs.some(({ passages }) => passages.some(({ kind }) => kind === 'sound'));
    const played = audible ? await Promise.all(legs.map(playThenLetGo)) : [];
    incoming?.close();
    powering.abort(new Error('the sound is over'));
    await Promise.all(powered);
    await rests.done();
    failUnconfirmed(played);
    return result(played);
  }

  function result(played: readonly Played[]): RunResult {
    const span = { from: soundsFrom, to: clock.monotonic() };
    return sumUp(plan.content, zones, legs, played, cause, span, clock.now(), incoming?.report() ?? null);
  }

  /** The sound was over before the relay said ON: for all anybody knows, this zone was silent. */
  function failUnconfirmed(played: readonly Played[]): void {
    for (const [index, leg] of legs.entries()) {
      if (leg.cause !== null || !played[index]?.airedMs) continue;
      for (const run of leg.zones) {
        if (run.confirmedAt === null) failZone(run, { code: 'zone.unconfirmed', params: { zone: run.zone.name } });
      }
    }
  }

  function settle(result: RunResult): void {
    if (state === 'warming' && result.startedAt !== null) move('aired');
    if (cause && cancels.has(cause.kind)) return move('cancel');
    if (result.outcome?.kind === 'pre-empted') return move('preempt');
    if (state !== 'on-air') return move('fail');
    move('ended');
  }

  /** After a good end the amplifiers stay on for their cool-down; after anything else they go at once. */
  async function giveBack(run: ZoneRun): Promise<void> {
    if (state === 'cooling' && run.state !== 'fault' && run.poweredAt !== null && run.silentAt === null) {
      run.silentAt = clock.monotonic();
      ports.amplifiers.cool(run.zone.id, plan.id);
      await clock.sleep(run.zone.cooldownMs, ending.signal).catch(() => undefined);
    }
    await silence(run);
  }

  const poweredRun = (zoneId: string) =>
    isOver(state)
      ? undefined
      : zones.find((run) => run.zone.id === zoneId && run.poweredAt !== null && run.state !== 'off');
  const stopListening = [
    ports.amplifiers.onLost((zoneId, reason) => {
      const run = poweredRun(zoneId);
      if (run) failZone(run, reason);
    }),
    // Its sound is still sent: a meter may be wrong, and somebody may yet switch the amplifier on.
    ports.amplifiers.onDoubt((zoneId, reason) => {
      const run = poweredRun(zoneId);
      if (!run || run.fault) return;
      run.fault = reason;
      changed();
    }),
  ];

  /** Aborted when its sound is over. */
  const silent = new AbortController();
  const sounded = air()
    .catch((error: unknown): RunResult => {
      log.error({ broadcastId: plan.id, err: error }, 'broadcast failed');
      for (const leg of legs) endLeg(leg, { kind: 'shutdown' });
      incoming?.close();
      ending.abort(error);
      const failed = { kind: 'failed', ...reasonOf(error) } as const;
      return { ...result([]), outcome: failed };
    })
    .then((result) => {
      silent.abort(new Error('the sound is over'));
      settle(result);
      return result;
    });

  const over = sounded
    .then(async () => {
      await Promise.all(zones.map(giveBack));
      if (state === 'cooling') move('cooled');
    })
    .finally(() => {
      for (const stop of stopListening) stop();
    });

  return {
    plan,
    view,
    end(why) {
      cause ??= why;
      for (const leg of legs) endLeg(leg, why);
      ending.abort(why);
    },
    endsFor(why) {
      cause ??= why;
      const lastMs = plan.content.items.reduce((sum, part) => sum + closingMs(part), 0);
      clock.sleep(lastMs + overrunMs, silent.signal).then(
        () => legs.forEach((leg) => endLeg(leg, { kind: 'overrun' })),
        () => undefined,
      );
    },
    preempt(outputIds, { title, priority }) {
      const why = { kind: 'pre-empted', by: title, emergency: priority === 'emergency' } as const;
      for (const leg of legs) if (outputIds.has(leg.outputId)) endLeg(leg, why);
    },
    isWarm(zoneId) {
      const run = zones.find(({ zone }) => zone.id === zoneId);
      if (!run || run.poweredAt === null || run.state === 'off' || run.state === 'fault') return false;
      return clock.monotonic() - run.poweredAt >= run.zone.warmupMs;
    },
    silenceZones(zoneIds, why) {
      for (const run of zones) {
        if (!zoneIds.has(run.zone.id) || run.held || run.state === 'off' || run.state === 'fault') continue;
        run.held = why;
        void silence(run);
      }
      const isSilent = (run: ZoneRun) => run.state === 'off' || run.state === 'fault';
      for (const leg of legs) if (leg.zones.every(isSilent)) endLeg(leg, { kind: 'held', reason: why });
    },
    sounded,
    over,
  };
}

/** How long a part is heard after a voice. */
function closingMs(part: CuedItem): number {
  return part.chime === 'closing' && 'durationMs' in part ? part.durationMs : 0;
}

function iso(instant: number): string {
  return new Date(Math.round(instant)).toISOString();
}
