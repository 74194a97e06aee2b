import type { Clock } from '../../core/clock/clock.ts';
import type { SimulatedRelay, SimulatedRelayParts, StoryLine } from './simulated-relay.ts';
import type { Unit } from './unit.ts';

/** A device as it comes out of its box, with the pairing account typed into its page. */
export interface FreshDeviceParts {
  /** The broker: `mqtt://127.0.0.1:1883`. It stays there, whichever host its settings name. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Twelve hexadecimal digits. */
  readonly mac: string;
  readonly channels: number;
  readonly clock: Clock;
  readonly watts?: number;
  /** How long after its first connection it says who it is, and how long it takes to begin anew. */
  readonly announceMs?: number;
  readonly restartMs?: number;
  readonly retryMs?: number;
  readonly onStory?: (line: StoryLine) => void;
}

export interface FreshDevice {
  readonly connected: boolean;
  /** What it was told, by name. */
  readonly settings: ReadonlyMap<string, string>;
  /** The relay that it has become by its settings; null until it began anew with an account of its own. */
  readonly relay: SimulatedRelay | null;
  start(): void;
  stop(): Promise<void>;
}

/** The relay that a device becomes whose topics are below `topic`; null when those are not ours. */
export function becomes(
  topic: string,
  account: { readonly username: string; readonly password: string },
  { url, channels, clock, watts, retryMs, onStory }: FreshDeviceParts,
  create: (parts: SimulatedRelayParts) => SimulatedRelay,
): SimulatedRelay | null {
  const [, village, id] = /^loa-thon\/([^/]+)\/relay\/([^/]+)$/.exec(topic) ?? [];
  if (village === undefined || id === undefined) return null;
  return create({
    url,
    village,
    id,
    ...account,
    channels,
    clock,
    ...(watts === undefined ? {} : { watts }),
    ...(retryMs === undefined ? {} : { retryMs }),
    ...(onStory && { onStory }),
  });
}

/** The life that all of them have: by the pairing account at first, then as the relay that their settings make of them. */
export function livesAs(guest: Unit, settings: ReadonlyMap<string, string>, clock: Clock, restartMs: number) {
  let relay: SimulatedRelay | null = null;
  const device: FreshDevice = {
    get connected() {
      return relay?.connected ?? guest.connected;
    },
    settings,
    get relay() {
      return relay;
    },
    start: () => guest.powerOn(),
    async stop() {
      const last = relay;
      relay = null;
      await guest.stop();
      await last?.stop();
    },
  };
  return {
    device,
    /** Null: its settings make no relay of it, and it is not heard of again. */
    beginAnew(next: SimulatedRelay | null): void {
      relay = next;
      void guest.stop().then(async () => {
        await clock.sleep(restartMs);
        if (relay === next) next?.start();
      });
    },
  };
}
