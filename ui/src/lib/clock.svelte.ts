import { secondMs } from './time.ts';

/** The gateway's time, ticking on this screen. A phone may be minutes off; the village's clock is the gateway's. */
export class VillageClock {
  /** Epoch ms, moved on at each full second. */
  now = $state(Date.now());
  #offsetMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The gateway just said what time it is. */
  heard(instant: string): void {
    this.#offsetMs = Date.parse(instant) - Date.now();
    this.#tick();
  }

  /** An instant of this screen's clock, as the gateway's. */
  of(screenMs: number): number {
    return screenMs + this.#offsetMs;
  }

  start(): void {
    this.#tick();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #tick(): void {
    clearTimeout(this.#timer);
    this.now = Date.now() + this.#offsetMs;
    const restMs = secondMs - (((this.now % secondMs) + secondMs) % secondMs);
    this.#timer = setTimeout(() => this.#tick(), restMs);
  }
}
