import type { Gesture } from '../../contract/index.ts';
import type { Clock } from '../../core/clock/clock.ts';

export interface SimulatedButtonParts {
  /** The broker: `mqtt://127.0.0.1:1883`. */
  readonly url: string;
  readonly id: string;
  readonly village: string;
  readonly username: string;
  readonly password: string;
  readonly clock: Clock;
  readonly holdSeconds: number;
  /** The first pause before it connects anew. */
  readonly retryMs?: number;
}

/** A button on a wall, on the wire: protocol-faithful, not firmware. */
export interface SimulatedButton {
  readonly id: string;
  readonly connected: boolean;
  /** Gives it power. */
  start(): void;
  /** Takes it out of the simulation. Safe twice. */
  stop(): Promise<void>;
  /** Mains gone: the line breaks without a goodbye. */
  cutPower(): void;
  /** The network alone breaks. */
  dropLine(): void;
  /** A finger, from the first touch to letting go; keys count from 1. */
  press(gesture: Gesture, key?: number): void;
}
