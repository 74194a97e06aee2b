import { getContext, hasContext, setContext, type Snippet } from 'svelte';

const key = Symbol('sheet foot');

/** What every sheet shows at its bottom: a modal sheet covers the page, and some things must never be covered. */
export function provideSheetFoot(foot: Snippet): void {
  setContext(key, foot);
}

export function sheetFoot(): Snippet | undefined {
  return hasContext(key) ? getContext<Snippet>(key) : undefined;
}
