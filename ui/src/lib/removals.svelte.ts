import { SvelteMap } from 'svelte/reactivity';
import { t } from './i18n/index.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/** Within this time a removal can be taken back; only then is the gateway asked. */
const undoMs = 8_000;

export type Removal = {
  readonly id: string;
  /** Asks the gateway; told the id again, because the screen that began it shows something else by then. */
  readonly remove: (id: string) => Promise<void>;
} & (
  | { readonly name: string }
  /** Said instead of “deleted”, where the button that was pressed has another word. */
  | { readonly done: string }
);

const sayDone = (removal: Removal) => ('done' in removal ? removal.done : t('removal.done', { name: removal.name }));

/** Removing with an undo instead of a question: out of sight at once, gone a little later. A closed page removes nothing. */
export class Removals {
  /** Ids that are as good as gone, and how each is taken back; null: the gateway is asked already. */
  readonly #hidden = new SvelteMap<string, (() => void) | null>();
  readonly #toasts: Toasts;
  readonly #sayProblem: (thrown: unknown) => string;

  constructor(toasts: Toasts, sayProblem: (thrown: unknown) => string) {
    this.#toasts = toasts;
    this.#sayProblem = sayProblem;
  }

  isHidden = (id: string): boolean => this.#hidden.has(id);

  /** Those not about to go. */
  left = <T extends { readonly id: string }>(items: readonly T[]): T[] => items.filter(({ id }) => !this.isHidden(id));

  begin(removal: Removal): void {
    const { id } = removal;
    const timer = setTimeout(() => void this.#finish(removal), undoMs);
    const undo = () => {
      clearTimeout(timer);
      this.#hidden.delete(id);
    };
    this.#hidden.set(id, undo);
    this.#toasts.well(sayDone(removal), { label: t('do.undo'), run: undo });
  }

  /** It is wanted after all, as something is put where it was. */
  takeBack(id: string): void {
    this.#hidden.get(id)?.();
  }

  async #finish(removal: Removal): Promise<void> {
    const { id, remove } = removal;
    this.#hidden.set(id, null);
    try {
      await remove(id);
      // The same words, which now have no undo beside them.
      this.#toasts.well(sayDone(removal));
    } catch (thrown) {
      this.#toasts.trouble(this.#sayProblem(thrown));
    } finally {
      this.#hidden.delete(id);
    }
  }
}
