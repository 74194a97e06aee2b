import type { Gesture } from '../../contract/index.ts';
import { objectIn, parseObject } from '../../core/json-text.ts';
import { isOnline } from '../../core/tasmota-words.ts';
import type { Driver, Fact } from '../driver.ts';

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
