import type { AllClearInput, Broadcast } from '../contract/index.ts';
import { AppError, notFound } from '../core/errors.ts';
import type { AirZones } from './air-zones.ts';
import type { Floor } from './floor.ts';
import { expectedMs, type NowOrder } from './now-order.ts';
import { busy, refuseInQuietHours, refuseIntoTheNight } from './refusals.ts';
import { endOf, endsWithin, type RunPlan } from './run-plan.ts';
import { inTurn } from './in-turn.ts';
import type { AirZone } from './ports.ts';
import type { RunStore } from './run-store.ts';

export interface Actor {
  readonly name: string;
}

/** What a person starts at once: planned for the soonest moment it can be heard, or refused. */
export function createAirNow(parts: {
  readonly floor: Floor;
  readonly airZones: AirZones;
  readonly store: Pick<RunStore, 'exists'>;
}) {
  const { floor, airZones, store } = parts;

  function soonestOf({ allClear, loops, drill }: NowOrder, zones: readonly AirZone[]): number {
    if (allClear) return airZones.soonestWarm(zones);
    // A drill is heard from its beginning everywhere, where it says that it is one.
    return loops && !drill ? airZones.soonestUnrested(zones) : airZones.soonest(zones);
  }

  function plan(order: NowOrder, actor: Actor): RunPlan {
    const zones = airZones.settingsOf(order.zoneIds);
    const startsAt = soonestOf(order, zones);
    const { content } = order;
    const { open, turns } = inTurn(order, airZones.open(zones, startsAt), content, startsAt);
    refuseInQuietHours(order, zones, open);
    refuseIntoTheNight(order, open, startsAt + expectedMs(order));
    const { id, title, priority, drill, allClear, live, loops, reason } = order;
    const itself = {
      id,
      title,
      priority,
      drill,
      allClear,
      live,
      loops,
      content,
      reason,
      turns,
      startsAt,
      airedBeforeMs: null,
    };
    return {
      ...itself,
      slotId: null,
      plannedAt: startsAt,
      preEmptedBy: null,
      holds: [],
      zones: order.passesNight ? zones.map((zone) => ({ zone, endBy: null })) : endsWithin(open, endOf(itself)),
      startedBy: actor.name,
    };
  }

  return {
    /** The broadcast that this id was given for, if it is not over. A command repeated later than that is refused. */
    async startedBefore(id: string): Promise<Broadcast | null> {
      const isKnown = floor.run(id) !== undefined || floor.holds(id) || (await store.exists(id));
      // Asked of again: the same command may have acted meanwhile.
      const run = floor.run(id);
      if (run) return run.view();
      if (!isKnown) return null;
      throw new AppError('broadcast.repeated', 409, 'This broadcast was started already; use a new id for a new one.');
    },

    start(order: NowOrder, actor: Actor): Broadcast {
      const known = floor.run(order.id);
      if (known) return known.view();
      const planned = plan(order, actor);
      const behind = floor.claim(planned);
      if (behind) throw busy(behind);
      return floor.launch(planned).view();
    },

    /**
     * Ends a run that repeats until somebody ends it, and airs in its place that it is over, wherever it may have been
     * heard: also where a relay has not answered, or does not any more. Where that cannot be heard (nothing sounds yet, or
     * a real emergency is about to) it is only stopped.
     */
    allClear(id: string, order: AllClearOrder, actor: Actor): Broadcast {
      const known = floor.run(order.id);
      if (known) return known.view();
      const { plan: ended, view, end } = floor.find(id);
      if (!ended.loops || !floor.holds(id)) throw notFound('broadcast', id);
      const { priority, drill, reason } = ended;
      const by = actor.name;
      const { startedAt, zones } = view();
      const zoneIds = zones.flatMap(({ zoneId, state }) => (startedAt === null || state === 'off' ? [] : [zoneId]));
      if (zoneIds.length > 0) {
        const said = {
          ...order,
          priority,
          drill,
          reason,
          zoneIds,
          allClear: true,
          live: false,
          loops: false,
          passesNight: !drill,
        };
        const after = plan(said, actor);
        floor.giveUp(id);
        if (!floor.claim(after)) {
          const run = floor.launch(after);
          end({ kind: 'all-clear', by });
          return run.view();
        }
      }
      end({ kind: 'stopped', by });
      return view();
    },
  };
}

type AllClearOrder = AllClearInput & Pick<NowOrder, 'content'>;
