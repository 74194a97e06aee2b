import { createUnit } from '../relays/unit.ts';
import type { SimulatedButton, SimulatedButtonParts } from './simulated-button.ts';

const longestRetryMs = 30_000;

/** A board that speaks our own topics, as `firmware-config/buttons/README.md` has them. */
export function createGenericButton(parts: SimulatedButtonParts): SimulatedButton {
  const { id, village, holdSeconds } = parts;
  const topic = `loa-thon/${village}/button/${id}`;
  let count = 0;
  const unit = createUnit({
    ...parts,
    will: { topic: `${topic}/status`, payload: 'offline' },
    retryMs: (failures) => Math.min(longestRetryMs, (parts.retryMs ?? 1_000) * 2 ** (failures - 1)),
    connected() {
      unit.subscribe(`${topic}/command`, 1);
      unit.publish(`${topic}/status`, 'online', { retain: true, qos: 1 });
    },
    heard(_topic, payload) {
      if (payload === 'STATE') unit.publish(`${topic}/state`, 'ready');
    },
  });

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
      const say = () => unit.publish(`${topic}/${key}/press`, `${gesture} ${++count}`);
      if (gesture === 'hold') unit.later(1_000 * holdSeconds, say);
      else say();
    },
  };
}
