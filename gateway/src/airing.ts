import { createAirLog, type AirLogParts } from './air-log/air-log.ts';
import { createBroadcasts, type BroadcastsParts } from './broadcast/broadcast-service.ts';
import type { AirLogLine, Zone } from './contract/index.ts';
import type { ClockWatch } from './core/clock/clock-watch.ts';
import { createOverlays } from './schedule/overlay-service.ts';
import { createPlanner } from './schedule/planner.ts';
import type { ScheduleZone } from './schedule/ports.ts';
import { isQuiet, nextQuiet } from './schedule/quiet-hours.ts';
import { createSchedule, type ScheduleParts } from './schedule/schedule-service.ts';
import type { Sql } from './storage/storage.ts';

export interface AiringParts
  extends
    Pick<BroadcastsParts, 'log'>,
    Pick<AirLogParts, 'airedSound'>,
    Pick<
      ScheduleParts,
      | 'storage'
      | 'clock'
      | 'changes'
      | 'timeZone'
      | 'zone'
      | 'content'
      | 'chimes'
      | 'equipment'
      | 'mayApprove'
      | 'onApproval'
    > {
  readonly clockWatch: Pick<ClockWatch, 'trust' | 'onStep'>;
  /** So long the clock must go on from where it jumped to before what it jumped over is given up. */
  readonly clockPatienceMs: number;
  readonly ports: Pick<BroadcastsParts['ports'], 'zones' | 'amplifiers' | 'buses' | 'content' | 'chimes'>;
}

/** What airs when, and what came of it: joins the schedule, its planner, the broadcasts and the air log. */
export function createAiring({ ports, airedSound, clockWatch, clockPatienceMs, ...ground }: AiringParts) {
  const { storage, clock, changes, log, timeZone, zone } = ground;
  const { trust } = clockWatch;
  const airLog = createAirLog({ storage, changes, airedSound });
  const overlays = createOverlays({
    storage,
    clock,
    changes,
    timeZone,
    zoneExists: (id) => zone(id) !== undefined,
    onChange: () => planner.holdsChanged(),
  });
  const schedule = createSchedule({
    ...ground,
    trust,
    overlays: overlays.current,
    airedMs: airLog.airedMsByZone,
    onSkip: (slotId, by) => broadcasts.skipSlot(slotId, by),
    onWithdraw: takeBack,
    onReplan: () => planner.refresh(),
  });
  const broadcasts = createBroadcasts({
    storage,
    changes,
    clock,
    log,
    ports: { ...ports, quiet, record, yielded: takeBack, slotOnAir: schedule.setOnAir },
  });
  const planner = createPlanner({
    clock,
    log,
    trust,
    patienceMs: clockPatienceMs,
    schedule,
    air: (slot) => broadcasts.air(slot),
    takeBack,
    silence: (slotId, holds) => broadcasts.silenceZones(slotId, holds),
    end: (slot, words) => broadcasts.endUnaired(slot, words),
  });

  clockWatch.onStep(() => {
    planner.replanSoon();
    for (const slotId of broadcasts.unstarted()) takeBack(slotId);
  });
  changes.on('playlist.changed', () => planner.contentChanged());
  changes.on('chimes.changed', () => planner.contentChanged());
  changes.on('recording.changed', ({ state }) => {
    if (state === 'ready') planner.contentChanged();
  });
  /** Of each zone what slots depend on, as the plan knows it. */
  const hours = new Map<string, string>();
  const turns = new Map<string, string>();
  const hoursOf = ({ name, quietHours, minutesPerDay }: ScheduleZone) =>
    JSON.stringify([name, quietHours, minutesPerDay]);
  const turnOf = ({ outputId, turn }: ScheduleZone) => JSON.stringify([outputId, turn]);
  changes.on('zone.changed', (changed: Zone) => {
    const { id } = changed;
    // Who speaks in turn, and so how long it takes, is another.
    if (turns.has(id) && turns.get(id) !== turnOf(changed)) planner.contentChanged();
    turns.set(id, turnOf(changed));
    // A zone changes with each step of its amplifier; what holds slots back is set by people.
    if (hours.get(id) === hoursOf(changed)) return;
    hours.set(id, hoursOf(changed));
    planner.holdsChanged();
  });

  /** The zones as the database had them, so that the first change of each is seen as one. */
  function knowZones(zones: readonly ScheduleZone[]): void {
    for (const known of zones) {
      hours.set(known.id, hoursOf(known));
      turns.set(known.id, turnOf(known));
    }
  }

  /** May this zone sound at that instant, and when must it be silent next? */
  function quiet(zoneId: string, at: number) {
    const quietHours = zone(zoneId)?.quietHours;
    if (!quietHours) return { quiet: false, nextQuietAt: null };
    return { quiet: isQuiet(quietHours, at, timeZone), nextQuietAt: nextQuiet(quietHours, at, timeZone) };
  }

  /** A slot that was handed over, but changed or overtaken by a clock step before its first sample, is decided anew. */
  function takeBack(slotId: string): void {
    broadcasts.withdraw(slotId).then(
      (free) => {
        if (free) planner.release(slotId);
      },
      (error: unknown) => log.error({ slotId, err: error }, 'slot could not be taken back'),
    );
  }

  /** The outcome of a slot and its line in the air log are written together or not at all. */
  async function record(entry: AirLogLine, also: (tx: Sql) => Promise<void>): Promise<void> {
    const { slotId, outcome, airedMs } = entry;
    const slot = slotId === null ? undefined : await schedule.now(slotId);
    await storage.transaction(async (tx) => {
      if (slot) await schedule.end(tx, slot, outcome, airedMs, Date.parse(outcome.at));
      await airLog.append(tx, entry);
      await also(tx);
    });
    airLog.announce(entry);
    if (slot && (await schedule.announceEnd(slot.id))) planner.release(slot.id);
  }

  return { airLog, overlays, schedule, broadcasts, planner, quiet, knowZones };
}

export type Airing = ReturnType<typeof createAiring>;
