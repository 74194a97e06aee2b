import type { Priority } from '../../contract/index.ts';

/** A zone as far as speaking in turn goes; `turn`: 1, 2, 3 …; null: with the first. */
export interface TurnZone {
  readonly id: string;
  readonly outputId: string | null;
  readonly turn: number | null;
}

/** How neighbouring horns, which would be heard over each other, say the same one after the other. */
export interface Turns {
  /** How often the content is said. */
  readonly count: number;
  /** Zone id → when it speaks, from 0; who is not in it speaks first. */
  readonly of: ReadonlyMap<string, number>;
  /** Zones that speak earlier than they are meant to: they share an output with one that does. */
  readonly early: readonly string[];
}

/** Everybody at once. */
export const together: Turns = { count: 1, of: new Map(), early: [] };

const first = 1;

/**
 * In which turns these zones speak. What shares an output says the same at the same time, so it goes with the earliest of
 * that output; a turn that no zone here has takes no time. Pure.
 */
export function turnsOf(zones: readonly TurnZone[]): Turns {
  const sounding = zones.filter(({ outputId }) => outputId !== null);
  const earliest = new Map<string | null, number>();
  for (const { outputId, turn } of sounding) {
    earliest.set(outputId, Math.min(turn ?? first, earliest.get(outputId) ?? Infinity));
  }
  const inOrder = [...new Set(earliest.values())].sort((a, b) => a - b);
  const turnOf = ({ outputId }: TurnZone) => earliest.get(outputId) ?? first;
  return {
    count: Math.max(1, inOrder.length),
    of: new Map(sounding.map((zone) => [zone.id, inOrder.indexOf(turnOf(zone))])),
    early: sounding.filter((zone) => turnOf(zone) < (zone.turn ?? first)).map(({ id }) => id),
  };
}

/** The same for what is aired as somebody wants it: an emergency speaks everywhere at once. */
export function turnsFor(
  { staggered, priority }: { readonly staggered: boolean; readonly priority: Priority },
  zones: readonly TurnZone[],
): Turns {
  return staggered && priority !== 'emergency' ? turnsOf(zones) : together;
}
