import type { BroadcastZone, Reason } from '../contract/index.ts';
import type { EndCause } from './outcome.ts';
import type { AirZone } from './ports.ts';

/** A zone of a run as it goes: what its amplifier confirmed, and until when it could be heard. */
export interface ZoneRun {
  readonly zone: AirZone;
  readonly endBy: number | null;
  state: BroadcastZone['state'];
  fault: Reason | null;
  /** Why it was silenced while the others may have gone on. */
  held: Reason | null;
  /** Monotonic, like `silentAt`: the clock may be set meanwhile. */
  confirmedAt: number | null;
  silentAt: number | null;
}

/** The part of a run on one output. */
export interface Leg {
  readonly outputId: string;
  readonly zones: readonly ZoneRun[];
  readonly ending: AbortController;
  cause: EndCause | null;
}

/** One for each output; zones without one have none. */
export function legsOf(zones: readonly ZoneRun[]): Leg[] {
  const outputIds = [...new Set(zones.flatMap(({ zone }) => zone.outputId ?? []))];
  return outputIds.map((outputId) => ({
    outputId,
    zones: zones.filter(({ zone }) => zone.outputId === outputId),
    ending: new AbortController(),
    cause: null,
  }));
}
