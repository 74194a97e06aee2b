import type { Reason } from '../../contract/index.ts';
import type { PreciseWall } from '../../core/clock/precise-wall.ts';

/** The two clocks of a bus: `monotonic` for pacing, the wall for instants. */
export interface BusTime extends PreciseWall {
  monotonic(): number;
}

/** What a sink says. Nothing is said after `lost`, and nothing is ever thrown. */
export interface SinkEvents {
  /** At the monotonic instant `at`, `frames` of what was written had sounded; the closed loop's feedback. */
  played(frames: number, at: number): void;
  /** It ran dry: later frames sound later. */
  underrun(): void;
  /** It is gone; the bus opens another. */
  lost(fault: Reason): void;
}

/** An open way out for sound: 48 kHz mono s16. */
export interface SinkLine {
  /** It takes so much at once that with less written ahead it runs dry, ms; left out: it takes what it plays. */
  readonly leastLeadMs?: number;
  /** Hands over samples, and owns them. The bus keeps what is not played yet within its lead. */
  write(samples: Int16Array): void;
  /**
   * Takes back what was written from frame `from` on and has not sounded. Returns the frame at which the next `write`
   * goes: `from`, or a little later where it is that far already; null: what was written will sound.
   */
  takeBack(from: number): number | null;
  /** Called on every tick of the bus (10 ms): for those that are paced, or asked, by the clock. */
  pump(now: number): void;
  /** Lets go. Safe twice. */
  close(): void;
}

/** Opening never throws and never waits: trouble comes as `lost`. */
export type OpenSink = (time: BusTime, events: SinkEvents) => SinkLine;

/** Nothing answers there. */
export function unreachable(detail: string): Reason {
  return { code: 'audio.sink-unreachable', params: { detail } };
}

/** It answered, and went. */
export function lost(detail: string): Reason {
  return { code: 'audio.sink-lost', params: { detail } };
}
