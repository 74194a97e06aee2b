import { pathToFileURL } from 'node:url';
import type { RelayTiming } from '../../gateway/src/relays/timing.ts';

/** The real times of relays some eight times as short: a lease that runs out is waited for by every fault of the matrix. */
export const hurriedRelays = {
  longestRetryMs: 3_000,
  leaseSeconds: 12,
  renewMs: 4_000,
  minOffMs: 1_000,
  offlineDebounceMs: 500,
  silenceMs: 4_000,
  asks: 3,
  askMs: 500,
} as const satisfies Partial<RelayTiming>;

const timing = pathToFileURL('gateway/dist/relays/timing.js').href;
const setFaster = `
  import { relayTiming } from '${timing}';
  Object.assign(relayTiming, ${JSON.stringify(hurriedRelays)});`;

/**
 * For a gateway as it is built, with these times: they are no setting of the product, since a lease that anybody could
 * lengthen would be none. Without HTTPS, whose authority costs a second of a small computer.
 */
export const hurriedEnv = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(setFaster)}`,
  LOA_THON_HTTP_SECURE: 'off',
};
