import type { PageOf } from '#contract';

/** A list that is too long for once, newest first: grows at its end by asking, at its head by being told. */
export class Pages<T extends { readonly id: string }> {
  items = $state.raw<readonly T[]>([]);
  /** Where the next page begins: undefined before the first, null after the last. */
  #next = $state<string | null | undefined>(undefined);
  readonly #ask: (cursor?: string) => Promise<PageOf<T>>;

  constructor(ask: (cursor?: string) => Promise<PageOf<T>>) {
    this.#ask = ask;
  }

  get begun(): boolean {
    return this.#next !== undefined;
  }

  get hasMore(): boolean {
    return typeof this.#next === 'string';
  }

  async more(): Promise<void> {
    if (this.#next === null) return;
    const { items, next } = await this.#ask(this.#next);
    this.items = [...this.items, ...items.filter(({ id }) => !this.#has(id))];
    this.#next = next;
  }

  /** What happened while nobody could be told of it. More than a page of it: begins anew. */
  async catchUp(): Promise<void> {
    const { items, next } = await this.#ask();
    if (items.some(({ id }) => this.#has(id))) {
      this.items = [...items.filter(({ id }) => !this.#has(id)), ...this.items];
      return;
    }
    this.items = items;
    this.#next = next;
  }

  /** One that has just happened. */
  add(item: T): void {
    if (!this.#has(item.id)) this.items = [item, ...this.items];
  }

  #has(id: string): boolean {
    return this.items.some((item) => item.id === id);
  }
}
