import type { Clock } from './clock/clock.ts';
import type { Logger } from './log.ts';

/** Longer than an amplifier that does not answer is waited for; two such parts are within systemd's 30 s. */
export const longestStepMs = 12_000;

/**
 * Each step is tried even when one before it failed or hangs: an amplifier is never left on because a file would not
 * close, and a process that should end does end.
 */
export async function stopInOrder(
  steps: readonly (() => void | Promise<void>)[],
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): Promise<void> {
  for (const step of steps) {
    const ended = new AbortController();
    const hanging = clock.sleep(longestStepMs, ended.signal).then(
      () => log.error({ step: String(step) }, 'a part does not stop; it is left behind'),
      () => undefined,
    );
    const stopped = (async () => step())().catch((error: unknown) => {
      log.error({ err: error }, 'a part did not stop cleanly');
    });
    await Promise.race([stopped, hanging]);
    ended.abort(new Error('stopped'));
  }
}
