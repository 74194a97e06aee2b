import type { Village } from '#contract';

const beatMs = 2_000;
/** A gateway that says nothing for so long is gone, for whoever relies on this screen. */
export const goneMs = 5_000;
const lookMs = 250;

export interface HeartbeatParts {
  /** Rejects when there is no answer in time. */
  readonly ask: (withinMs: number) => Promise<Village>;
  readonly onword: (village: Village) => void;
}

/** Asks the gateway each two seconds whether it is there: a screen on a wall must know sooner than anybody asks it. */
export class Heartbeat {
  /** Turns with each answer. */
  beat = $state(false);
  gone = $state(false);
  /** This machine's time of its last word. */
  lastWordAt = $state(Date.now());

  readonly #parts: HeartbeatParts;
  #heardAt = performance.now();
  #beats: ReturnType<typeof setInterval> | undefined;
  #looks: ReturnType<typeof setInterval> | undefined;

  constructor(parts: HeartbeatParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#beats = setInterval(() => void this.#ask(), beatMs);
    this.#looks = setInterval(() => {
      this.gone = performance.now() - this.#heardAt > goneMs;
    }, lookMs);
    void this.#ask();
  }

  stop(): void {
    clearInterval(this.#beats);
    clearInterval(this.#looks);
  }

  async #ask(): Promise<void> {
    try {
      const village = await this.#parts.ask(2 * beatMs);
      this.#heardAt = performance.now();
      this.lastWordAt = Date.now();
      this.beat = !this.beat;
      this.gone = false;
      this.#parts.onword(village);
    } catch {
      // What counts is how long ago the last answer was.
    }
  }
}
