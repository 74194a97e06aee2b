import type { CameraMove } from '#contract';

/** A camera stops by itself five seconds after it was told to turn: while a finger stays down it is told anew. */
const renewMs = 2_000;
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

  constructor({ send, onTrouble }: TurningParts) {
    this.#send = send;
    this.#onTrouble = onTrouble;
  }

  push(move: CameraMove): void {
    this.#wanted = move;
    clearInterval(this.#renewal);
    this.#renewal = setInterval(() => {
      this.#said = still;
      void this.#speak();
    }, renewMs);
    void this.#speak();
  }

  release(): void {
    clearInterval(this.#renewal);
    this.#wanted = still;
    void this.#speak();
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
      clearInterval(this.#renewal);
      this.#onTrouble(thrown);
    } finally {
      this.#speaking = false;
    }
    // Let go of while that was on its way: it may have come through, and only the answer was lost.
    if (this.#wanted === still && this.#said !== still) await this.#speak();
  }
}
