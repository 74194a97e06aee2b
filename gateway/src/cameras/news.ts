import { EventEmitter, once } from 'node:events';

/** Lets a loop wait until something that it depends on has changed. */
export interface News {
  tell(): void;
  /** Resolves at the next telling; rejects with the signal's reason. */
  next(signal: AbortSignal): Promise<void>;
}

export function createNews(): News {
  const emitter = new EventEmitter();
  return {
    tell: () => void emitter.emit('news'),
    async next(signal) {
      await once(emitter, 'news', { signal }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw error;
      });
    },
  };
}
