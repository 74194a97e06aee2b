import { store, stored } from './preferences.svelte.ts';

/** What was typed and not saved outlives a lost connection, a closed tab and an empty battery. */
export interface Draft<T> {
  read(): T | null;
  keep(value: T): void;
  drop(): void;
}

export function createDraft<T>(name: string): Draft<T> {
  const key = `draft.${name}`;
  return {
    read() {
      try {
        return JSON.parse(stored(key) ?? 'null') as T | null;
      } catch {
        return null;
      }
    },
    keep: (value) => store(key, JSON.stringify(value)),
    drop: () => store(key, null),
  };
}
