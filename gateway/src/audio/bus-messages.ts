import type { Output, Reason, Sink } from '../contract/index.ts';
import type { Played, PlayEvent, PlayRequest } from './bus.ts';
import type { Taped } from './tape.ts';

/** What crosses between the main thread and the thread of a bus. */
export type ToWorker =
  | { readonly kind: 'play'; readonly id: number; readonly request: PlayRequest }
  | { readonly kind: 'stop'; readonly id: number }
  | { readonly kind: 'behind'; readonly why: Reason | null }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'event'; readonly id: number; readonly event: PlayEvent }
  | { readonly kind: 'done'; readonly id: number; readonly played: Played }
  /** What a play is so far, should the thread die. */
  | { readonly kind: 'progress'; readonly id: number; readonly played: Played }
  | { readonly kind: 'level'; readonly rmsDb: number; readonly peakDb: number }
  /** What left, half a second at a time. */
  | { readonly kind: 'aired'; readonly sound: Taped }
  | { readonly kind: 'state'; readonly state: Output['state']; readonly fault: Reason | null }
  | { readonly kind: 'note'; readonly message: string; readonly facts: Readonly<Record<string, string | number>> };

/** The worker's `workerData`. */
export interface BusSettings {
  readonly outputId: string;
  readonly sink: Sink;
  readonly latencyMs: number;
  readonly delayMs?: number;
}
