import type { Broadcast, Slot, Village } from '../contract/index.ts';
import { describe, onOff, stateText, type Device, type Telling } from './device.ts';
import { attributesOf, attributesOfSlot, isEmergency, nextSlot, onAirIn } from './on-air.ts';
import { headline } from './words/say.ts';

export interface VillagePicture {
  readonly village: Village;
  readonly broadcasts: readonly Broadcast[];
  /** Those to come, in order. */
  readonly slots: readonly Slot[];
  readonly now: number;
}

/** The gateway itself: alerts, an emergency, what is on air anywhere. Pure. */
export function villageDevice(telling: Telling, { village, broadcasts, slots, now }: VillagePicture): Device {
  const { words, timeZone } = telling;
  const { colour, reasons } = village.light;
  const alerts = reasons.map((reason) => headline(reason, words.alerts, timeZone));
  const airing = broadcasts.filter((one) => one.zones.some(({ zoneId }) => onAirIn(zoneId, [one])));
  const emergency = broadcasts.find(isEmergency);
  const next = nextSlot(slots, null, now);
  return describe(telling, {
    kind: 'village',
    name: village.name,
    components: [
      { platform: 'binary_sensor', name: words.onAir, value: 'on_air', deviceClass: 'running' },
      { platform: 'sensor', name: words.playing, value: 'playing', attributes: 'broadcasts' },
      { platform: 'sensor', name: words.next, value: 'next', attributes: 'next_slot', deviceClass: 'timestamp' },
      {
        platform: 'binary_sensor',
        name: words.emergency,
        value: 'emergency',
        attributes: 'emergency_broadcast',
        deviceClass: 'safety',
      },
      { platform: 'binary_sensor', name: words.alert, value: 'alert', attributes: 'alerts', deviceClass: 'problem' },
      { platform: 'sensor', name: words.status, value: 'status' },
    ],
    state: {
      on_air: onOff(airing.length > 0),
      playing: stateText(airing.map(({ title }) => title).join(' · ') || words.nothing),
      broadcasts: { broadcasts: airing.map(attributesOf) },
      next: next?.startsAt ?? null,
      next_slot: attributesOfSlot(next),
      emergency: onOff(emergency !== undefined),
      emergency_broadcast: emergency ? attributesOf(emergency) : {},
      alert: onOff(colour !== 'green'),
      alerts: { colour, alerts, codes: reasons.map(({ code }) => code) },
      status: stateText(alerts[0] ?? words.well),
    },
  });
}
