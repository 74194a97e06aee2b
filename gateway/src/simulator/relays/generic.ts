import { createRelay, doubling } from './body.ts';
import type { SimulatedRelay, SimulatedRelayParts } from './simulated-relay.ts';

/** What the contract demands of a channel that was never told how long to hold. */
const defaultHoldMs = 90_000;

/** A board that speaks our own topics, as `firmware-config/generic/README.md` has them. */
export function createGenericRelay(parts: SimulatedRelayParts): SimulatedRelay {
  const { channels } = parts;
  const holdMs = new Map<number, number>();
  let counter = 0;

  return createRelay(parts, (body) => {
    const isChannel = (channel: number) => channel >= 1 && channel <= channels;

    function sayState(channel: number, on: boolean): void {
      counter++;
      body.say(`${channel}/state`, `${on ? 'ON' : 'OFF'} ${counter}`, { retain: true, qos: 1 });
    }

    function sayPower(channel: number): void {
      const watts = body.watts(channel);
      if (watts !== undefined) body.say(`${channel}/power`, String(watts));
    }

    function obeyHold(channel: number, payload: string): void {
      if (!(Number(payload) > 0)) return;
      holdMs.set(channel, Number(payload) * 1000);
      body.renew(channel);
      body.answer(() => sayState(channel, body.isOn(channel)));
    }

    function obeyCommand(channel: number, word: string): void {
      if (word === 'STATE') {
        body.answer(() => sayState(channel, body.isOn(channel)));
        sayPower(channel);
      } else if (word === 'ON' || word === 'OFF') body.switchTo(channel, word === 'ON');
    }

    return {
      will: { subtopic: 'status', payload: 'offline' },
      retryMs: doubling(parts.retryMs ?? 1_000),
      leaseMs: (channel) => holdMs.get(channel) ?? defaultHoldMs,
      speaksOn: ['1/state', '1/power'],
      greet() {
        body.subscribe(`${body.topic}/+/command`, 1);
        body.subscribe(`${body.topic}/+/hold`, 1);
        body.say('status', 'online', { retain: true, qos: 1 });
        for (let channel = 1; channel <= channels; channel++) sayState(channel, body.isOn(channel));
      },
      heard(subtopic, payload) {
        const [digits, word] = subtopic.split('/');
        const channel = Number(digits);
        if (!isChannel(channel)) return;
        if (word === 'hold') obeyHold(channel, payload);
        else if (word === 'command') obeyCommand(channel, payload);
      },
      switched(channel, claims) {
        body.answer(() => sayState(channel, claims));
        sayPower(channel);
      },
    };
  });
}
