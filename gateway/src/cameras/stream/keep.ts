import { pauseBeforeRetryMs } from '../../core/back-off.ts';
import type { Clock } from '../../core/clock/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { signalUnder } from '../../core/signal-under.ts';
import { StreamFailure } from './trouble.ts';

export interface KeepParts {
  readonly clock: Clock;
  /** 0 … 1 */
  readonly luck: () => number;
  readonly connect: (signal: AbortSignal) => Promise<never>;
  /** A connection is over. What it throws ends the trying. */
  readonly onEnd: (why: StreamFailure) => void;
  /** A pause begins; `end` ends it early. */
  readonly onPause?: (end: () => void) => void;
}

/** Who stayed connected for so long is tried again as soon as at first. */
const steadyMs = 30_000;

/** Connects, and again when it breaks, 1 s doubling to 30 s apart. Rejects with the signal's reason, or what `onEnd` threw. */
export async function keepConnected(parts: KeepParts, signal: AbortSignal): Promise<never> {
  const { clock, luck, connect, onEnd, onPause } = parts;
  for (let failures = 1; ; failures++) {
    const begunMs = clock.monotonic();
    try {
      await connect(signal);
    } catch (error) {
      signal.throwIfAborted();
      if (clock.monotonic() - begunMs > steadyMs) failures = 1;
      onEnd(error instanceof StreamFailure ? error : new StreamFailure('silent', messageOf(error), error));
    }
    const pause = signalUnder(signal);
    onPause?.(pause.abort);
    const paused = clock.sleep(pauseBeforeRetryMs(failures, luck()), pause.signal);
    await paused.catch(() => signal.throwIfAborted()).finally(pause.letGo);
  }
}
