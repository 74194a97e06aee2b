/** How many topic filters a connection listens to: the broker holds them in memory, so they are counted. */
export interface SubscriptionQuota {
  /** May it listen to this too? One that it has already is always welcome. */
  admit(client: object, filter: string): boolean;
  release(client: object, filters: readonly string[]): void;
}

export function createSubscriptionQuota(filtersPerClient: number): SubscriptionQuota {
  const kept = new WeakMap<object, Set<string>>();
  return {
    admit(client, filter) {
      const filters = kept.get(client) ?? new Set();
      if (!filters.has(filter) && filters.size >= filtersPerClient) return false;
      kept.set(client, filters.add(filter));
      return true;
    },
    release(client, filters) {
      for (const filter of filters) kept.get(client)?.delete(filter);
    },
  };
}
