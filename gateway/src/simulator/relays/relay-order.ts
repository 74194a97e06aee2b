import type { RelayDriver, RelayTemplate } from '../../contract/index.ts';
import type { Clock } from '../../core/clock/clock.ts';
import { AppError } from '../../core/errors.ts';
import { simulatedRelays } from './index.ts';
import type { SimulatedRelay, StoryLine } from './simulated-relay.ts';

/** Which relays to simulate, as JSON: what the gateway gave each when it was added. */
export interface RelayOrder {
  readonly url: string;
  readonly village: string;
  readonly relays: readonly {
    readonly id: string;
    readonly driver: RelayDriver;
    readonly username: string;
    readonly password: string;
    readonly channels: number;
    readonly watts?: number;
    readonly template?: RelayTemplate | null;
  }[];
}

/** Refuses with `simulator.order` what is not an order. */
export function readOrder(text: string): RelayOrder {
  try {
    const order = JSON.parse(text) as RelayOrder;
    if (
      order.url &&
      order.village &&
      order.relays.every((relay) => relay.driver in simulatedRelays && relay.channels > 0)
    ) {
      return order;
    }
  } catch (cause) {
    throw badOrder(cause);
  }
  throw badOrder();
}

function badOrder(cause?: unknown): AppError {
  return new AppError('simulator.order', 400, 'Simulated relays are ordered as JSON: { url, village, relays: […] }.', {
    cause,
  });
}

/** Plugs all of them in; `tell` hears of each contact that opens or closes. */
export function startRelays(
  { url, village, relays }: RelayOrder,
  clock: Clock,
  tell: (line: StoryLine & { readonly relay: string }) => void,
): SimulatedRelay[] {
  return relays.map(({ driver, ...relay }) => {
    const made = simulatedRelays[driver]({
      ...relay,
      url,
      village,
      clock,
      onStory: (line) => tell({ relay: relay.id, ...line }),
    });
    made.start();
    return made;
  });
}
