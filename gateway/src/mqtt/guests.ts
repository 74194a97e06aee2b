import type { Client, PublishPacket, Subscription } from 'aedes';
import { createHash } from 'node:crypto';
import { createTopicTree, type TopicTree } from './topic-tree.ts';

/** A device that has come in by the pairing account: it has no account of its own yet. */
export interface Guest {
  /** Names its connection: the same after a reconnect from the same address, another for everybody else. */
  readonly place: string;
  readonly clientId: string;
  readonly address: string;
}

export type GuestEvent =
  | { readonly kind: 'came' | 'left'; readonly guest: Guest }
  | { readonly kind: 'said'; readonly guest: Guest; readonly topic: string; readonly payload: Buffer };

export interface GuestLimits {
  /** Devices that are being paired at the same time. */
  readonly guests: number;
  /** What one of them says at once; what is longer is not heard. */
  readonly guestPayloadBytes: number;
}

/** Who is in by the pairing account. Nobody of them hears another, or anything of the village: see `hears` and `said`. */
export interface Guests {
  /** False: there are too many. */
  admit(client: Client, clientId: string, address: string): boolean;
  isGuest(client: Client): boolean;
  came(client: Client): void;
  left(client: Client): void;
  /** What it says goes to who watches and to nobody else. False: too long, not heard. */
  said(client: Client, packet: PublishPacket): boolean;
  /** It is answered as if it were subscribed, to a topic that nobody can speak on. */
  hears(client: Client, subscription: Subscription): void;
  /** Says it to that guest alone, if it is in and asked for such topics. */
  tell(place: string, topic: string, payload: string): void;
  putOut(): void;
  /** Returns the way to stop. */
  watch(listener: (event: GuestEvent) => void): () => void;
}

/** Nobody's prefix, and what guests say is swallowed. */
const silentTopic = '$guest';
/** A Tasmota asks for three, a Shelly for a handful. */
const filtersAtMost = 32;

interface Presence {
  readonly guest: Guest;
  readonly filters: TopicTree<true>;
  /** Of which pairing it is. */
  readonly term: number;
}

export function createGuests(limits: GuestLimits): Guests {
  const presences = new WeakMap<Client, Presence>();
  const inside = new Map<string, Client>();
  const watchers = new Set<(event: GuestEvent) => void>();
  let term = 0;

  const announce = (event: GuestEvent) => {
    for (const watcher of [...watchers]) watcher(event);
  };

  return {
    admit(client, clientId, address) {
      const place = placeOf(clientId, address);
      if (inside.size >= limits.guests && !inside.has(place)) return false;
      presences.set(client, {
        guest: { place, clientId, address },
        filters: createTopicTree(),
        term,
      });
      return true;
    },

    isGuest: (client) => presences.has(client),

    came(client) {
      const presence = presences.get(client);
      if (!presence) return;
      // Pairing ended between its login and now.
      if (presence.term !== term) return client.close();
      inside.set(presence.guest.place, client);
      announce({ kind: 'came', guest: presence.guest });
    },

    left(client) {
      const presence = presences.get(client);
      // One that came back before its old connection was missed is in.
      if (!presence || inside.get(presence.guest.place) !== client) return;
      inside.delete(presence.guest.place);
      announce({ kind: 'left', guest: presence.guest });
    },

    said(client, { topic, payload }) {
      const presence = presences.get(client);
      if (!presence || payload.length > limits.guestPayloadBytes) return false;
      announce({ kind: 'said', guest: presence.guest, topic, payload: Buffer.from(payload) });
      return true;
    },

    hears(client, subscription) {
      const filters = presences.get(client)?.filters;
      if (filters && filters.filters().length < filtersAtMost) filters.add(subscription.topic, true);
      subscription.topic = silentTopic;
    },

    tell(place, topic, payload) {
      const client = inside.get(place);
      if (!client || !presences.get(client)?.filters.match(topic).length) return;
      const packet = {
        cmd: 'publish',
        topic,
        payload: Buffer.from(payload),
        qos: 0,
        retain: false,
        dup: false,
      } as const;
      client.publish(packet, () => undefined);
    },

    putOut() {
      term++;
      for (const client of [...inside.values()]) client.close();
    },

    watch(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
}

/** Who borrows a device's client id from elsewhere gets a place of its own, not what is meant for the device. */
function placeOf(clientId: string, address: string): string {
  return createHash('sha256').update(`${address}\n${clientId}`).digest('hex').slice(0, 16);
}
