import type { ConnectionLimits } from './connection-gate.ts';
import type { GuestLimits } from './guests.ts';
import type { TalkLimits } from './talk-quota.ts';

/** What nobody gets more of from the broker, so that there is enough for everybody. */
export interface BrokerLimits extends ConnectionLimits, TalkLimits, GuestLimits {
  /** A socket that has not sent its CONNECT by then is closed. */
  readonly loginMs: number;
  /** One MQTT packet of a stranger, the length that its header promises included; of anybody, what is kept retained. */
  readonly packetBytes: number;
  /**
   * One of who has logged in. Relays send a few hundred bytes, but at each start a Zigbee2MQTT bridge describes all of
   * Zigbee (`bridge/definitions`: 228 kB with zigbee-herdsman 11.1); cut off, it would come back for ever.
   */
  readonly memberPacketBytes: number;
  /** A subscriber with this much unread is let go. */
  readonly unreadBytes: number;
  /** Retained topics of one account. */
  readonly retainedTopics: number;
  /** Topic filters that one connection listens to. */
  readonly subscriptions: number;
}

export const defaultLimits: BrokerLimits = {
  total: 1_024,
  perAddress: 64,
  loginMs: 10_000,
  packetBytes: 65_536,
  memberPacketBytes: 524_288,
  unreadBytes: 524_288,
  retainedTopics: 64,
  subscriptions: 128,
  // A relay says a few messages a second, a bridge that starts some 500 kB.
  messagesPerSecond: 50,
  messageSeconds: 10,
  bytesPerSecond: 65_536,
  byteSeconds: 16,
  guests: 32,
  guestPayloadBytes: 16_384,
};
