import { SvelteMap } from 'svelte/reactivity';
import type { Peaks } from '#contract';

/** The shapes of recordings, asked for when first seen. One that cannot be had is drawn as not known. */
export class Shapes {
  readonly #known = new SvelteMap<string, readonly number[]>();
  // Nothing is drawn from it.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #asked = new Set<string>();
  readonly #ask: (id: string) => Promise<Peaks>;

  constructor(ask: (id: string) => Promise<Peaks>) {
    this.#ask = ask;
  }

  of(id: string): readonly number[] | undefined {
    return this.#known.get(id);
  }

  /** Asks once; a failure may be tried again. */
  fetch(id: string): void {
    if (this.#asked.has(id)) return;
    this.#asked.add(id);
    this.#ask(id).then(
      ({ peaks }) => this.#known.set(id, peaks),
      () => this.#asked.delete(id),
    );
  }
}
