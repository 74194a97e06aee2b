import type { CameraMove } from '#contract';

/** A camera stops by itself five seconds after it was told to turn: while a finger stays down it is told anew. */
const renewMs = 2_000;
/** A tap turns it a little, as would a picture that is nudged. */
const leastMs = 250;
const still: CameraMove = { x: 0, y: 0, zoom: 0 };

export interface TurningParts {
  readonly send: (move: CameraMove) => Promise<unknown>;
  readonly onTrouble: (thrown: unknown) => void;
}

/** Turns a camera for as long as it is pushed. One word at a time, and the last is always "stop". */
export class Turning {
  readonly #send: TurningParts['send'];
  readonly #onTrouble: TurningParts['onTrouble'];
  #wanted: CameraMove = still;
  #said: CameraMove = still;
  #speaking = false;
  #renewal: ReturnType<typeof setInterval> | undefined;
  #least: ReturnType<typeof setTimeout> | undefined;
  #pushed = false;

  constructor({ send, onTrouble }: TurningParts) {
    this.#send = send;
    this.#onTrouble = onTrouble;
  }

  push(move: CameraMove): void {
    this.#wanted = move;
    this.#pushed = true;
    this.#leave();
    this.#least = setTimeout(() => {
      this.#least = undefined;
      if (!this.#pushed) this.#stop();
    }, leastMs);
    this.#renewal = setInterval(() => {
      this.#said = still;
      void this.#speak();
    }, renewMs);
    void this.#speak();
  }

  release(): void {
    this.#pushed = false;
    if (this.#least === undefined) this.#stop();
  }

  /** Once a little, for whoever cannot hold a button: by keys, by voice, by a reader. */
  nudge(move: CameraMove): void {
    this.push(move);
    this.release();
  }

  #stop(): void {
    this.#leave();
    this.#wanted = still;
    void this.#speak();
  }

  #leave(): void {
    clearInterval(this.#renewal);
    clearTimeout(this.#least);
    this.#least = undefined;
  }

  async #speak(): Promise<void> {
    if (this.#speaking) return;
    this.#speaking = true;
    try {
      while (this.#wanted !== this.#said) {
        const next = this.#wanted;
        this.#said = next;
        await this.#send(next);
      }
    } catch (thrown) {
      this.#leave();
      this.#onTrouble(thrown);
    } finally {
      this.#speaking = false;
    }
    // Let go of while that was on its way: it may have come through, and only the answer was lost.
    if (this.#wanted === still && this.#said !== still) await this.#speak();
  }
}
