import type { Clock } from '../core/clock/clock.ts';
import { notFound } from '../core/errors.ts';
import type { AirZone, BroadcastPorts } from './ports.ts';
import { longestWarmup } from './run-plan.ts';
import { confirmAllowanceMs } from './runner.ts';

/** From the decision to the first sample with the amplifiers on: time to read the file, so that all outputs begin together. */
const atOnceMs = 20;

export type AirZones = ReturnType<typeof createAirZones>;

/** Where a broadcast may be heard, and how soon. */
export function createAirZones(parts: {
  readonly ports: Pick<BroadcastPorts, 'zones' | 'amplifiers' | 'quiet'>;
  readonly clock: Clock;
  /** A run that sounds there has its amplifier on and warm. */
  readonly isWarm: (zoneId: string) => boolean;
}) {
  const { ports, clock, isWarm } = parts;

  function restMs(zones: readonly AirZone[]): number {
    return Math.max(0, ...zones.map((zone) => ports.amplifiers.restMs(zone.id)));
  }

  /** When a broadcast decided now can be heard: amplifiers rested, commanded and warm; its sound is cued meanwhile. */
  function soonest(zones: readonly AirZone[]): number {
    const cold = zones.filter(({ id }) => !isWarm(id));
    if (cold.length === 0) return clock.now() + atOnceMs;
    return clock.now() + restMs(cold) + longestWarmup(cold) + confirmAllowanceMs;
  }

  return {
    settingsOf: (zoneIds: readonly string[]): AirZone[] =>
      zoneIds.map((id) => {
        const zone = ports.zones.settings(id);
        if (!zone) throw notFound('zone', id);
        return zone;
      }),

    /** Those that are not quiet at that instant, and until when. */
    open: (zones: readonly AirZone[], at: number): { zone: AirZone; endBy: number | null }[] =>
      zones.flatMap((zone) => {
        const { quiet, nextQuietAt } = ports.quiet(zone.id, at);
        return quiet ? [] : [{ zone, endBy: nextQuietAt }];
      }),

    /** How long their amplifiers still have to be off. */
    restMs,

    soonest,

    /** The same for what comes in the place of something: an amplifier that is not warm joins in, and keeps no other silent. */
    soonestWarm(zones: readonly AirZone[]): number {
      const warm = zones.filter(({ id }) => isWarm(id));
      return soonest(warm.length > 0 ? warm : zones);
    },

    /** The same for what repeats: an amplifier that has to rest joins in when it may, and keeps no other silent. */
    soonestUnrested(zones: readonly AirZone[]): number {
      const rested = zones.filter((zone) => isWarm(zone.id) || restMs([zone]) === 0);
      return rested.length > 0 ? soonest(rested) : Math.min(...zones.map((zone) => soonest([zone])));
    },
  };
}
