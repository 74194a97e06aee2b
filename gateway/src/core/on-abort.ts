/**
 * Calls `act` when the signal is aborted; returns the way to take that back. Node's own `addEventListener(…, { signal })` forgets
 * to take a listener away: it keeps only the newest remover of each target from being collected as garbage
 * (`lib/internal/event_target.js`, a WeakMap with one value a target), and a signal that lives long gathers listeners.
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  signal.addEventListener('abort', act, { once: true });
  return () => signal.removeEventListener('abort', act);
}
