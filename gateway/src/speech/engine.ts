import type { Reason } from '../contract/index.ts';

/** Whatever turns a sentence that was made ready to be read into sound. Every refusal is an `AppError`. */
export interface Engine {
  readonly name: 'espeak-ng' | 'piper';
  /** Why it cannot speak here, or null; looked up anew each time, so installing it later works. */
  problem(): Promise<Reason | null>;
  /** Makes it ready; whoever opens it closes it. */
  open(signal: AbortSignal): Promise<Voice>;
}

export interface Voice {
  /** `speed` 1: as for people who listen from afar; 0.8 is slower. Ends early, rejecting, when the signal is aborted. */
  say(sentence: string, speed: number): Promise<Sound>;
  close(): void;
}

/** Mono, 16 bits. */
export interface Sound {
  readonly samples: Int16Array;
  readonly rate: number;
}
