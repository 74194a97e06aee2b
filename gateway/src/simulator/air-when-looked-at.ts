import type { Clock } from '../core/clock/clock.ts';
import { minuteMs } from '../core/village-time.ts';

const everyMs = 1_000;
/** After one that was refused: an emergency is on the air, or the gateway is busy. */
const laterMs = 10_000;

/**
 * Whenever a panel is opened and nothing is about to air, something soon will. What the gateway refuses, it may not refuse
 * later: the demo goes on. Ends only with `signal`.
 */
export async function airWhenLookedAt(parts: {
  readonly clock: Clock;
  /** How many panels are open. */
  readonly panels: () => Promise<number>;
  readonly airSoon: () => Promise<void>;
  readonly onRefused: (error: unknown) => void;
  readonly signal?: AbortSignal;
}): Promise<void> {
  const { clock, panels, airSoon, onRefused, signal } = parts;
  let before = 0;
  let wanted = false;
  let busyUntil = 0;
  while (!signal?.aborted) {
    await clock.sleep(everyMs, signal).catch(() => undefined);
    try {
      const open = await panels();
      if (open > before && clock.now() >= busyUntil) wanted = true;
      before = open;
      if (!wanted || clock.now() < busyUntil) continue;
      await airSoon();
      wanted = false;
      busyUntil = clock.now() + 2 * minuteMs;
    } catch (error) {
      busyUntil = clock.now() + laterMs;
      onRefused(error);
    }
  }
}
