import type { Component } from 'svelte';
import type { PlainKey } from './lib/i18n/index.svelte.ts';

/** What an address of the panel shows. */
export interface Route {
  readonly title: PlainKey;
  /** The screen's code, fetched when it is first shown; it reads its parameters by `router.match`. */
  readonly load: () => Promise<{ readonly default: Component }>;
}
