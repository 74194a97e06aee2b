import { createRelay, doubling } from './body.ts';
import type { SimulatedRelay, SimulatedRelayParts } from './simulated-relay.ts';

interface Order {
  readonly state?: string;
  readonly on_time?: number;
}

/**
 * A Zigbee2MQTT bridge with a plug for each channel, as its broker sees it: protocol-faithful, not firmware. Source:
 * zigbee2mqtt 2.14.1 dist/{mqtt,extension/publish,extension/availability}.js. A command with `on_time` is not followed by a
 * state of its own: what the plug reports, or a `get`, tells it. States are not retained, as we set it up.
 */
export function createZigbee2mqttRelay(parts: SimulatedRelayParts): SimulatedRelay {
  const { channels } = parts;
  const onTimeMs = new Map<number, number>();

  return createRelay(parts, (body) => {
    const plug = (channel: number) => `plug/channel-${channel}`;
    const everyChannel = (act: (channel: number) => void) => {
      for (let channel = 1; channel <= channels; channel++) act(channel);
    };

    function sayState(channel: number, on: boolean): void {
      const power = body.watts(channel);
      const metered = power === undefined ? {} : { power, voltage: 230 };
      body.say(plug(channel), { state: on ? 'ON' : 'OFF', linkquality: 120, ...metered });
    }

    function obey(channel: number, verb: string, order: Order): void {
      if (verb === 'get') return body.answer(() => sayState(channel, body.isOn(channel)));
      const word = order.state?.toUpperCase();
      if (word !== 'ON' && word !== 'OFF') return;
      onTimeMs.set(channel, (order.on_time ?? 0) * 1000);
      body.switchTo(channel, word === 'ON');
    }

    return {
      will: { subtopic: 'bridge/state', payload: '{"state":"offline"}' },
      retryMs: doubling(parts.retryMs ?? 1_000),
      leaseMs: (channel) => onTimeMs.get(channel) ?? 0,
      speaksOn: ['plug/channel-1', 'bridge/state'],
      greet() {
        body.subscribe(`${body.topic}/#`, 0);
        body.say('bridge/state', { state: 'online' }, { retain: true, qos: 1 });
        body.say('bridge/info', { version: '2.1.3', coordinator: { type: 'zStack3x0' } }, { retain: true });
        everyChannel((channel) => {
          body.say(`${plug(channel)}/availability`, { state: 'online' }, { retain: true, qos: 1 });
          sayState(channel, body.isOn(channel));
        });
      },
      heard(subtopic, payload) {
        const [, digits, verb = ''] = /^plug\/channel-(\d+)\/(set|get)$/.exec(subtopic) ?? [];
        const channel = Number(digits);
        const order = channel >= 1 && channel <= channels ? asOrder(payload) : null;
        if (order) obey(channel, verb, order);
      },
      switched(channel, claims, changed) {
        if (changed) body.answer(() => sayState(channel, claims));
      },
    };
  });
}

function asOrder(payload: string): Order | null {
  try {
    const order: unknown = JSON.parse(payload);
    return typeof order === 'object' && order !== null && !Array.isArray(order) ? order : null;
  } catch {
    return null;
  }
}
