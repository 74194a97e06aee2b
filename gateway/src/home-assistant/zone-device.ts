import type { Broadcast, Slot, Zone, ZonePower } from '../contract/index.ts';
import { describe, onOff, stateText, type Device, type Telling } from './device.ts';
import { attributesOf, attributesOfSlot, nextSlot, onAirIn } from './on-air.ts';

export interface ZonePicture {
  readonly zone: Zone;
  readonly broadcasts: readonly Broadcast[];
  /** Those to come, in order. */
  readonly slots: readonly Slot[];
  readonly now: number;
}

const powered: Record<ZonePower, boolean | null> = { off: false, warming: true, on: true, cooling: true, fault: null };

/**
 * A loudspeaker cluster. Pure. On air is `running`, not `sound`: that is Home Assistant's word for a microphone that hears
 * something, and sent is not heard.
 */
export function zoneDevice(telling: Telling, { zone, broadcasts, slots, now }: ZonePicture): Device {
  const { words } = telling;
  const air = onAirIn(zone.id, broadcasts);
  const next = nextSlot(slots, zone.id, now);
  return describe(telling, {
    kind: 'zone',
    id: zone.id,
    name: zone.name,
    components: [
      { platform: 'binary_sensor', name: words.onAir, value: 'on_air', deviceClass: 'running' },
      { platform: 'sensor', name: words.playing, value: 'playing', attributes: 'broadcast' },
      { platform: 'sensor', name: words.next, value: 'next', attributes: 'next_slot', deviceClass: 'timestamp' },
      {
        platform: 'binary_sensor',
        name: words.amplifier,
        value: 'amplifier',
        deviceClass: 'power',
        diagnostic: true,
      },
      {
        platform: 'binary_sensor',
        name: words.problem,
        value: 'problem',
        attributes: 'fault',
        deviceClass: 'problem',
        diagnostic: true,
      },
      { platform: 'sensor', name: words.volume, value: 'volume', unit: 'dB', diagnostic: true },
    ],
    state: {
      on_air: onOff(air?.state === 'sounding'),
      playing: stateText(air?.broadcast.title ?? words.nothing),
      broadcast: air ? { ...attributesOf(air.broadcast), state: air.state } : {},
      next: next?.startsAt ?? null,
      next_slot: attributesOfSlot(next),
      amplifier: onOff(powered[zone.power]),
      problem: onOff(zone.fault !== null),
      fault: zone.fault ? { code: zone.fault.code } : {},
      volume: zone.volumeDb,
    },
  });
}
