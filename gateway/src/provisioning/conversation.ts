import type { Clock } from '../core/clock/clock.ts';

/** What the gateway and one device that is being paired say to each other. */
export interface Conversation {
  tell(topic: string, payload: string): void;
  /** The first thing it says from now on of which `read` makes something; null when `ms` pass without. */
  hear<T>(read: (topic: string, payload: string) => T | null, ms: number): Promise<T | null>;
}

/** Its other end: what the device says goes in by `said`. */
export function createConversation(
  clock: Clock,
  tell: Conversation['tell'],
): { readonly conversation: Conversation; said(topic: string, payload: string): void } {
  const listeners = new Set<(topic: string, payload: string) => void>();
  return {
    conversation: {
      tell,
      async hear(read, ms) {
        const heard = new AbortController();
        let found: ReturnType<typeof read> = null;
        const listener = (topic: string, payload: string) => {
          found ??= read(topic, payload);
          if (found !== null) heard.abort();
        };
        listeners.add(listener);
        await clock.sleep(ms, heard.signal).catch(() => undefined);
        listeners.delete(listener);
        return found;
      },
    },
    said(topic, payload) {
      for (const listener of [...listeners]) listener(topic, payload);
    },
  };
}
