import type { Gesture } from '../../contract/index.ts';
import { objectIn, parseObject } from '../../core/json-text.ts';
import { backlog, joinCommands } from '../../core/tasmota-console.ts';
import { isOnline } from '../../core/tasmota-words.ts';
import { buttonRoot, type DevicePlace, type Driver, type Fact } from '../driver.ts';

/**
 * Tasmota, a contact at a `Button` or a `Switch` pin; topics as FullTopic `loa-thon/<village>/button/%topic%/%prefix%/`
 * makes them. Source: arendst/Tasmota support_button_v4.ino @0b7f7c7 (MqttButtonTopic: with SetOption73 1 each gesture is
 * said once, on `stat/…/RESULT`: SINGLE … PENTA, HOLD, and CLEAR when it is let go), support_switch_v4.ino @31f5b79 (with
 * SetOption114 1 the same for switches; SwitchMode 5 says HOLD, or TOGGLE when let go earlier); tasmota/docs Commands.md.
 */
export const tasmota: Driver = {
  name: 'tasmota',
  hears: ['stat/RESULT', 'tele/+'],
  ask: { subtopic: 'cmnd/STATE', payload: '' },
  decode,
  setup: (place) => backlog(setupCommands(place)),
};

/** A switch that follows its contact (ON, OFF) says nothing of how long it was held: never more than a short press. */
const gestures: Readonly<Record<string, Gesture>> = {
  SINGLE: 'single',
  TOGGLE: 'single',
  ON: 'single',
  DOUBLE: 'double',
  HOLD: 'hold',
};

function decode(subtopic: string, payload: string): readonly Fact[] | null {
  if (subtopic === 'tele/LWT') {
    const online = isOnline(payload);
    return online === null ? null : [{ kind: 'availability', online }];
  }
  // What it says from time to time (tele/SENSOR) holds the state of its switches too: a report is no press.
  if (subtopic !== 'stat/RESULT') return [];
  const root = parseObject(payload);
  if (!root) return null;
  return Object.keys(root).flatMap((name): Fact[] => {
    const key = Number(/^(?:Button|Switch)([1-9])$/.exec(name)?.[1]);
    const action = objectIn(root, name)?.['Action'];
    const gesture = typeof action === 'string' ? gestures[action] : undefined;
    return key && gesture ? [{ kind: 'pressed', key, gesture, mark: null }] : [];
  });
}

function setupCommands(place: DevicePlace): string[] {
  return [
    'SetOption73 1', // buttons say what they feel, and switch nothing …
    'SetOption114 1', // … and so do switches
    'SetOption1 1', // held for four times the hold, a Tasmota forgets all its settings; pressed six times, its Wi-Fi
    'SetOption11 0',
    'SetOption13 0', // double presses and holds are told apart
    'SetOption40 0', // a hold is not passed over
    `SetOption32 ${10 * place.holdSeconds}`, // tenths of a second until it is one
    'SwitchMode1 5', // a contact to ground at a Switch pin: HOLD, or TOGGLE when let go earlier
    'SwitchMode2 5',
    'ButtonRetain 0', // a press is never kept for whoever listens later
    'SwitchRetain 0',
    'SetOption4 0', // everything is said on RESULT
    'SetOption65 1', // seven quick power cuts of a weak grid must not wipe the device
    'TelePeriod 60',
    ...joinCommands({ ...place, root: buttonRoot(place.village), id: place.buttonId }),
  ];
}
