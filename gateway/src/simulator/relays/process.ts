/**
 * Relays in a process of their own, so that they live on when the gateway is killed: reads an order (JSON) to the end of
 * standard input, writes a line of JSON for each contact that opens or closes, and runs until SIGTERM or SIGINT.
 */
import { text } from 'node:stream/consumers';
import { createSystemClock } from '../../core/clock/system-clock.ts';
import { readOrder, startRelays } from './relay-order.ts';

const relays = startRelays(readOrder(await text(process.stdin)), createSystemClock(), (line) => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void Promise.all(relays.map((relay) => relay.stop())).then(() => process.exit(0));
  });
}
