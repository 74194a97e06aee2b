import type { Storage } from '../storage/storage.ts';

/** Small facts of the village, by dotted key. */
export function createSettingsStore(storage: Storage) {
  return {
    async get(key: string): Promise<string | null> {
      const row = await storage.get<{ value: string }>('select value from settings where key = ?', [key]);
      return row?.value ?? null;
    },
    async set(key: string, value: string): Promise<void> {
      await storage.run(
        'insert into settings (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
        [key, value],
      );
    },
  };
}

export type SettingsStore = ReturnType<typeof createSettingsStore>;
