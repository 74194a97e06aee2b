import { EventEmitter } from 'node:events';

/** Announces that something changed, whole resources at a time; the SSE route is the listener. */
export interface Changes<Events extends object> {
  emit<K extends keyof Events & string>(name: K, payload: Events[K]): void;
  /** One kind of event. Returns the way to stop listening. */
  on<K extends keyof Events & string>(name: K, listener: (payload: Events[K]) => void): () => void;
  /** Every event, in order. Returns the way to stop listening. */
  listen(listener: <K extends keyof Events & string>(name: K, payload: Events[K]) => void): () => void;
}

export function createChanges<Events extends object>(): Changes<Events> {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    emit: (name, payload) => {
      emitter.emit('change', name, payload);
    },
    on(name, listener) {
      const heard = (said: string, payload: unknown) => {
        if (said === name) listener(payload as Events[typeof name]);
      };
      emitter.on('change', heard);
      return () => emitter.off('change', heard);
    },
    listen(listener) {
      emitter.on('change', listener);
      return () => emitter.off('change', listener);
    },
  };
}
