import type { TestAccounts } from '../support/mqtt-brokers.ts';

/** Who is let in when a broker is measured: a thousand relays, and somebody who listens to all of them. */
export const village = 'loa-thon/ngot';
export const prefix = `${village}/relay`;
export const names: readonly string[] = Array.from({ length: 1_000 }, (_, n) => `loa-${n + 1}`);
export const listener = 'listener';
export const benchAccounts: TestAccounts = {
  [listener]: { prefix: village, publishes: false },
  ...Object.fromEntries(names.map((name) => [name, { prefix: `${prefix}/${name}`, publishes: true }])),
};
