import type { Why } from '#contract';
import { problemOf } from '../../../lib/api.ts';

/** The gateway's answer to "why?": asked again when something changes, kept with its age when it cannot be had. */
export class Answer {
  why = $state.raw<Why | null>(null);
  /** Epoch ms of this screen when it was given. */
  at = $state(0);
  trouble = $state<string | null>(null);
  /** No such slot. */
  gone = $state(false);
  readonly #ask: () => Promise<Why>;
  readonly #say: (thrown: unknown) => string;
  #asked = 0;

  constructor(ask: () => Promise<Why>, say: (thrown: unknown) => string) {
    this.#ask = ask;
    this.#say = say;
  }

  async ask(): Promise<void> {
    const turn = ++this.#asked;
    try {
      const why = await this.#ask();
      // An earlier question may be answered later.
      if (turn !== this.#asked) return;
      this.why = why;
      this.at = Date.now();
      this.trouble = null;
      this.gone = false;
    } catch (thrown) {
      if (turn !== this.#asked) return;
      this.gone = problemOf(thrown).status === 404;
      this.trouble = this.gone ? null : this.#say(thrown);
    }
  }
}
