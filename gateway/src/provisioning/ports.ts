import type { Services } from '../http/ports.ts';
import type { GuestDoor, MqttLink } from '../mqtt/link.ts';

/** The relays that devices become. */
export type NewRelays = Pick<Services['relays'], 'create' | 'replaceDevice' | 'get'>;

/** Where devices are heard that have no account yet: at our own door, or on a broker of another's. */
export type Hearing =
  | { readonly broker: 'embedded'; readonly door: GuestDoor }
  | { readonly broker: 'external'; readonly link: Pick<MqttLink, 'connected' | 'publish' | 'subscribe'> };
