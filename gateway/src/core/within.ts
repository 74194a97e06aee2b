import type { Clock } from './clock/clock.ts';
import { signalUnder } from './signal-under.ts';

/** Does it until it is done, or `ms` are over: then what `act` was given is aborted with `late`, as it is with the outer signal's reason. */
export async function within<T>(
  clock: Clock,
  limit: { readonly ms: number; readonly late: Error },
  signal: AbortSignal,
  act: (until: AbortSignal) => Promise<T>,
): Promise<T> {
  const until = signalUnder(signal);
  const done = new AbortController();
  clock.sleep(limit.ms, done.signal).then(
    () => until.abort(limit.late),
    () => undefined,
  );
  try {
    return await act(until.signal);
  } finally {
    done.abort();
    until.letGo();
  }
}
