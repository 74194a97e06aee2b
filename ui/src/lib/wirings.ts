import lineSelector from '../../../firmware-config/wiring/line-selector.svg?url&no-inline';
import mainsRelay from '../../../firmware-config/wiring/mains-relay.svg?url&no-inline';
import networkSpeaker from '../../../firmware-config/wiring/network-speaker.svg?url&no-inline';

/** How the usual village installations are wired, as `firmware-config/wiring/` draws them. */
export const wirings = { 'mains-relay': mainsRelay, 'line-selector': lineSelector, 'network-speaker': networkSpeaker };
export type Wiring = keyof typeof wirings;
export const wiringNames = Object.keys(wirings) as Wiring[];

/** What a relay of so many channels may be there for: with several, only who wires it knows which. */
export function wiringsFor(channels: number): readonly Wiring[] {
  return channels === 1 ? ['mains-relay'] : ['mains-relay', 'line-selector'];
}
