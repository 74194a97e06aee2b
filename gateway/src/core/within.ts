import type { Clock } from './clock/clock.ts';

/** Does it until it is done, or `ms` are over: then what `act` was given is aborted with `late`, as it is with the outer signal's reason. */
export async function within<T>(
  clock: Clock,
  limit: { readonly ms: number; readonly late: Error },
  signal: AbortSignal,
  act: (until: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const done = new AbortController();
  clock.sleep(limit.ms, done.signal).then(
    () => over.abort(limit.late),
    () => undefined,
  );
  try {
    return await act(AbortSignal.any([signal, over.signal]));
  } finally {
    done.abort();
  }
}
