import type { Gesture } from '../../contract/index.ts';
import { createUnit } from '../relays/unit.ts';
import type { SimulatedButton, SimulatedButtonParts } from './simulated-button.ts';

const words: Readonly<Record<Gesture, string>> = { single: 'SINGLE', double: 'DOUBLE', hold: 'HOLD' };

/**
 * A Tasmota with push-buttons as its broker hears it, set up as our Backlog does (SetOption73 1, FullTopic
 * `loa-thon/<village>/button/%topic%/%prefix%/`). Source: arendst/Tasmota support_button_v4.ino @0b7f7c7: one `stat/…/RESULT`
 * a gesture, not retained, and CLEAR when a held button is let go; while the line is down nothing is kept.
 */
export function createTasmotaButton(parts: SimulatedButtonParts): SimulatedButton {
  const { id, village, holdSeconds } = parts;
  const topic = `loa-thon/${village}/button/${id}`;
  const unit = createUnit({
    ...parts,
    will: { topic: `${topic}/tele/LWT`, payload: 'Offline' },
    retryMs: (failures) => (parts.retryMs ?? 10_000) * Math.min(failures, 12),
    connected() {
      say('tele/LWT', 'Online', true);
      say('cmnd/POWER', ''); // to please ioBroker (Tasmota#299)
      unit.subscribe(`${topic}/cmnd/#`, 0);
      unit.later(5_000, telemetry);
    },
    heard(heardTopic) {
      if (heardTopic.endsWith('/cmnd/STATE')) say('stat/RESULT', JSON.stringify({ Wifi: { RSSI: 64 } }));
    },
  });

  function say(subtopic: string, payload: string, retain = false): void {
    unit.publish(`${topic}/${subtopic}`, payload, { retain });
  }

  function telemetry(): void {
    say('tele/STATE', JSON.stringify({ Wifi: { RSSI: 64 } }));
    unit.later(60_000, telemetry); // TelePeriod
  }

  function act(action: string, key: number): void {
    say('stat/RESULT', JSON.stringify({ [`Button${key}`]: { Action: action } }));
  }

  return {
    id,
    get connected() {
      return unit.connected;
    },
    start: unit.powerOn,
    stop: unit.stop,
    cutPower: unit.powerOff,
    dropLine: unit.dropLine,
    press(gesture, key = 1) {
      if (gesture !== 'hold') return act(words[gesture], key);
      unit.later(1_000 * holdSeconds, () => act('HOLD', key));
      unit.later(1_000 * holdSeconds + 500, () => act('CLEAR', key));
    },
  };
}
