import { bedTailMs } from './bed.ts';

/** What one broadcast is made of, ms. */
export interface AirParts {
  readonly contentMs: number;
  readonly openingMs: number;
  readonly closingMs: number;
  /** How often the content is said: once, or once for each turn. */
  readonly turns: number;
  /** Music lies under it, and fades away after the last word. */
  readonly bed?: boolean;
}

/**
 * From the first sample of a broadcast to its last: its chimes, every turn and the end of its music count. Pure; the plan, pre-flight
 * and the panel's question all ask this. 0: its content has no length yet, and no chime announces nothing.
 */
export function airLengthMs({ contentMs, openingMs, closingMs, turns, bed = false }: AirParts): number {
  return contentMs > 0 ? openingMs + turns * contentMs + closingMs + (bed ? bedTailMs : 0) : 0;
}
