/** Which topics each account keeps retained: the broker holds them in memory, so they are counted. */
export interface RetainedQuota {
  /** May this retained message be kept? An empty one is always welcome: it clears its topic. */
  admit(username: string, topic: string, payload: string | Buffer): boolean;
  /** The account is gone: the topics that are to be cleared. */
  forget(username: string): string[];
}

export function createRetainedQuota(topicsPerAccount: number): RetainedQuota {
  const kept = new Map<string, Set<string>>();
  return {
    admit(username, topic, payload) {
      const topics = kept.get(username) ?? new Set();
      if (payload.length === 0) {
        topics.delete(topic);
        return true;
      }
      if (!topics.has(topic) && topics.size >= topicsPerAccount) return false;
      kept.set(username, topics.add(topic));
      return true;
    },
    forget(username) {
      const topics = [...(kept.get(username) ?? [])];
      kept.delete(username);
      return topics;
    },
  };
}
