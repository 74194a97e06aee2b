import { everyChannel, fillPlaces, ownTree } from '../../core/relays/template.ts';
import { createRelay, doubling } from './body.ts';
import { createReport } from './report.ts';
import type { SimulatedRelay, SimulatedRelayParts } from './simulated-relay.ts';

/** What the contract demands of a channel that was never told how long to hold. */
const defaultHoldMs = 90_000;

/** A board that speaks our own topics, as `firmware-config/generic/README.md` has them, or those of its template. */
export function createGenericRelay(parts: SimulatedRelayParts): SimulatedRelay {
  const { channels } = parts;
  const template = parts.template ?? ownTree;
  const { command, lease, ask, availability } = template;
  const holdMs = new Map<number, number>();

  return createRelay(parts, (body) => {
    const report = createReport(template, channels, body);

    /** What it understands, in the order of its sketch; the seconds are those of the payload. */
    const orders = everyChannel(channels).flatMap((channel) => {
      const order = (topic: string, payload: string, obey: (seconds: number) => void) => ({
        subtopic: fillPlaces(topic, channel),
        read: secondsIn(fillPlaces(payload, channel)),
        obey,
      });
      return [
        ...(lease.kind === 'hold' ? [order(lease.topic, lease.payload, (seconds) => hold(channel, seconds))] : []),
        ...(ask
          ? [order(ask.topic, ask.payload, () => body.answer(() => report.whole(channel, body.isOn(channel))))]
          : []),
        order(command.topic, command.on, (seconds) => {
          if (lease.kind === 'command') holdMs.set(channel, seconds * 1000);
          body.switchTo(channel, true);
        }),
        order(command.topic, command.off, () => body.switchTo(channel, false)),
      ];
    });

    function hold(channel: number, seconds: number): void {
      if (!(seconds > 0)) return;
      holdMs.set(channel, seconds * 1000);
      body.renew(channel);
      body.answer(() => report.state(channel, body.isOn(channel)));
    }

    return {
      will: availability && { subtopic: availability.topic, payload: report.presence(false) },
      retryMs: doubling(parts.retryMs ?? 1_000),
      leaseMs(channel) {
        if (lease.kind === 'none') return 0;
        return lease.kind === 'repeat' ? lease.seconds * 1000 : (holdMs.get(channel) ?? defaultHoldMs);
      },
      speaksOn: report.topics,
      greet() {
        for (const subtopic of new Set(orders.map((order) => order.subtopic)))
          body.subscribe(`${body.topic}/${subtopic}`, 1);
        if (availability) body.say(availability.topic, report.presence(true), { retain: true, qos: 1 });
        for (const channel of everyChannel(channels)) report.state(channel, body.isOn(channel));
      },
      heard(subtopic, payload) {
        for (const order of orders) {
          const seconds = order.subtopic === subtopic ? order.read(payload) : null;
          if (seconds !== null) order.obey(seconds);
        }
      },
      switched(channel, claims, changed) {
        if (!changed && ask?.afterCommand) return;
        body.answer(() => report.state(channel, claims));
        report.power(channel);
      },
    };
  });
}

/** Reads a payload that may have `{seconds}` in it: those, 0 where there are none to read, null for another payload. */
function secondsIn(expected: string): (payload: string) => number | null {
  const [before = '', after] = expected.split('{seconds}');
  return (payload) => {
    if (after === undefined) return payload === expected ? 0 : null;
    if (!payload.startsWith(before) || !payload.endsWith(after)) return null;
    const digits = payload.slice(before.length, payload.length - after.length);
    return /^\d+(\.\d+)?$/.test(digits) ? Number(digits) : null;
  };
}
