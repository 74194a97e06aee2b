import { createRelay, doubling } from './body.ts';
import type { SimulatedRelay, SimulatedRelayParts } from './simulated-relay.ts';

/** The dead-man script of the configuration that we render. */
const deadManMs = 90_000;
const sensorMs = 10_000;

/**
 * An ESPHome board with our configuration as its broker sees it: protocol-faithful, not firmware. Source: esphome/esphome
 * mqtt_component.cpp, mqtt_switch.cpp, switch.cpp @33fdbbe: states are retained, QoS 0, and a switch that is told what it
 * does already says nothing. `ask` and `channel_<n>/hold` are of `firmware-config/esphome/`.
 */
export function createEsphomeRelay(parts: SimulatedRelayParts): SimulatedRelay {
  const { channels } = parts;
  const holdMs = new Map<number, number>();

  return createRelay(parts, (body) => {
    const everyChannel = (act: (channel: number) => void) => {
      for (let channel = 1; channel <= channels; channel++) act(channel);
    };

    function sayState(channel: number, on: boolean): void {
      body.say(`switch/channel_${channel}/state`, on ? 'ON' : 'OFF', { retain: true });
    }

    function sayPower(channel: number): void {
      const watts = body.watts(channel);
      if (watts !== undefined) body.say(`sensor/channel_${channel}_power/state`, watts.toFixed(1), { retain: true });
    }

    function sensors(): void {
      everyChannel(sayPower);
      body.say('sensor/version/state', '2024.11.3', { retain: true });
      body.say('sensor/wifi_signal/state', '-68', { retain: true });
      body.later(sensorMs, sensors); // update_interval
    }

    function obeyHold(channel: number, payload: string): void {
      if (!(Number(payload) > 0)) return;
      holdMs.set(channel, Number(payload) * 1000);
      body.renew(channel);
      body.answer(() => sayState(channel, body.isOn(channel)));
    }

    return {
      will: { subtopic: 'status', payload: 'offline' },
      retryMs: doubling(parts.retryMs ?? 1_000),
      leaseMs: (channel) => holdMs.get(channel) ?? deadManMs,
      speaksOn: ['switch/channel_1/state', 'sensor/channel_1_power/state'],
      greet(booted) {
        body.subscribe(`${body.topic}/switch/+/command`, 0);
        body.subscribe(`${body.topic}/ask`, 0);
        body.subscribe(`${body.topic}/+/hold`, 0);
        body.say('status', 'online', { retain: true });
        // mqtt_component.cpp: each component sends its initial state at every connect.
        everyChannel((channel) => sayState(channel, body.isOn(channel)));
        if (booted) sensors();
      },
      heard(subtopic, payload) {
        if (subtopic === 'ask') {
          return body.answer(() => everyChannel((channel) => sayState(channel, body.isOn(channel))));
        }
        const [, command, hold] = /^(?:switch\/channel_(\d+)\/command|channel_(\d+)\/hold)$/.exec(subtopic) ?? [];
        const channel = Number(command ?? hold);
        if (!(channel >= 1 && channel <= channels)) return;
        if (hold !== undefined) obeyHold(channel, payload);
        else if (payload === 'ON' || payload === 'OFF') body.switchTo(channel, payload === 'ON');
        else if (payload === 'TOGGLE') body.switchTo(channel, !body.isOn(channel));
      },
      switched(channel, claims, changed) {
        if (!changed) return;
        body.answer(() => sayState(channel, claims));
        body.later(300, () => sayPower(channel));
      },
    };
  });
}
