import type { Clock } from '../core/clock/clock.ts';
import { AppError, codeOf } from '../core/errors.ts';
import { homeAssistantTopics } from './announcements/home-assistant.ts';
import { shellyTopics } from './announcements/shelly.ts';
import { tasmotaTopics } from './announcements/tasmota.ts';
import { sharedPlace } from './newcomers.ts';
import type { Hearing } from './ports.ts';

/** What is heard, from where. `retained`: it may have been said long ago. */
export type Heard = (place: string, topic: string, payload: Buffer, retained: boolean) => void;

/** Listens for announcements on a broker of another's, as far as it lets us. */
export interface SharedListening {
  /** Topics that it does not let us hear. */
  readonly deaf: readonly string[];
  /** Rejects with `mqtt.offline`. */
  start(): Promise<void>;
  stop(): void;
}

export function createSharedListening(
  link: Extract<Hearing, { broker: 'external' }>['link'],
  heard: Heard,
): SharedListening {
  let stops: (() => void)[] = [];
  let deaf: string[] = [];

  /** Asked for while the line is down, what the broker refuses would break each line to come. */
  function refuseOffline(): void {
    if (link.connected) return;
    throw new AppError('mqtt.offline', 503, 'The gateway is not connected to its MQTT broker: nothing can be heard.');
  }

  return {
    get deaf() {
      return deaf;
    },
    async start() {
      deaf = [];
      refuseOffline();
      for (const filter of [...tasmotaTopics, ...shellyTopics, ...homeAssistantTopics]) {
        try {
          const stop = await link.subscribe(filter, (topic, payload, { retained }) =>
            heard(sharedPlace, topic, payload, retained),
          );
          stops.push(stop);
        } catch (error) {
          if (codeOf(error) !== 'mqtt.refused') throw error;
          deaf.push(filter);
        }
        refuseOffline();
      }
    },
    stop() {
      for (const stop of stops) stop();
      stops = [];
      deaf = [];
    },
  };
}

/** A device says that it is there a moment before it listens. */
const listensAfterMs = 1_000;

/** Asks later, unless it is over by then. */
export async function askLater(clock: Clock, signal: AbortSignal, ask: () => void): Promise<void> {
  try {
    await clock.sleep(listensAfterMs, signal);
  } catch {
    return;
  }
  ask();
}
