const firstMs = 1_000;
const longestMs = 30_000;

/**
 * How long to wait before the next attempt: 1 s doubling to 30 s, up to a third less by `luck` (0 … 1: all of it), so
 * that gateways which lost the same broker don't all knock at once. `failures` counts from 1.
 */
export function pauseBeforeRetryMs(failures: number, luck: number): number {
  const ms = Math.min(firstMs * 2 ** Math.min(failures - 1, 10), longestMs);
  return Math.round(ms * (2 / 3 + luck / 3));
}
