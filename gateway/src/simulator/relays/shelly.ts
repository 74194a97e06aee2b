import { createRelay, doubling } from './body.ts';
import type { SimulatedRelay, SimulatedRelayParts } from './simulated-relay.ts';

/** `auto_off_delay` of the configuration that we render: how long an ON without `toggle_after` lasts. */
const autoOffMs = 90_000;

interface Call {
  readonly id: unknown;
  readonly src: string;
  readonly method: string;
  readonly params?: { readonly id?: number; readonly on?: boolean; readonly toggle_after?: number };
}

/**
 * A Shelly Gen2 relay as its broker sees it: protocol-faithful, not firmware. Source: Shelly's Gen2 API documentation (Mqtt,
 * Switch, RPC Protocol); frames as in iobroker-community-adapters/ioBroker.shelly#1592 and #813. Set up as we render it:
 * `status_ntf` on, `auto_off` 90 s, `initial_state` off. A command that changes nothing notifies nobody; no state is retained.
 */
export function createShellyRelay(parts: SimulatedRelayParts): SimulatedRelay {
  const { id, village, channels, clock } = parts;
  const src = `shellyplus${channels}pm-${id}`;
  const timerMs = new Map<number, number>();

  return createRelay(parts, (body) => {
    const seconds = () => clock.now() / 1000;

    function status(channel: number, output: boolean): Record<string, unknown> {
      const apower = body.watts(channel);
      const metered = apower === undefined ? {} : { apower, voltage: 229.9 };
      return { id: channel - 1, source: 'MQTT', output, ...metered, temperature: { tC: 41.2, tF: 106.2 } };
    }

    function notify(channel: number, output: boolean): void {
      const params = { ts: seconds(), [`switch:${channel - 1}`]: { id: channel - 1, output, source: 'MQTT' } };
      body.say('events/rpc', { src, dst: `${src}/events`, method: 'NotifyStatus', params }, { qos: 1 });
      body.say(`status/switch:${channel - 1}`, status(channel, output), { qos: 1 });
    }

    /** To the topic that the caller named, wherever that is: the broker says whether we may. */
    function reply({ id: call, src: dst }: Call, outcome: object): void {
      const own = `loa-thon/${village}/relay/${id}/`;
      if (dst.startsWith(own)) body.say(`${dst.slice(own.length)}/rpc`, { id: call, src, dst, ...outcome }, { qos: 1 });
    }

    function obey(call: Call): void {
      const { method, params = {} } = call;
      if (method === 'Shelly.GetDeviceInfo') return reply(call, { result: { id: src, gen: 2, ver: '1.4.4' } });
      const channel = (params.id ?? -1) + 1;
      if (!(channel >= 1 && channel <= channels)) {
        return reply(call, { error: { code: -105, message: `Argument 'id', value ${params.id} not found!` } });
      }
      switch (method) {
        case 'Switch.GetStatus':
          return body.answer(() => reply(call, { result: status(channel, body.isOn(channel)) }));
        case 'Switch.Set': {
          const wasOn = body.isOn(channel);
          timerMs.set(channel, params.toggle_after === undefined ? autoOffMs : params.toggle_after * 1000);
          body.switchTo(channel, params.on === true);
          return reply(call, { result: { was_on: wasOn } });
        }
        default:
          return reply(call, { error: { code: 404, message: `No handler for ${method}` } });
      }
    }

    return {
      will: { subtopic: 'online', payload: 'false' },
      retryMs: doubling(parts.retryMs ?? 1_000),
      leaseMs: (channel) => timerMs.get(channel) ?? autoOffMs,
      speaksOn: ['events/rpc', 'status/switch:0', 'gateway/rpc'],
      greet() {
        body.subscribe(`${body.topic}/rpc`, 1);
        body.subscribe(`${body.topic}/command`, 1);
        body.subscribe(`${body.topic}/command/+`, 1);
        body.say('online', 'true', { retain: true, qos: 1 });
        const switches = Array.from({ length: channels }, (_, index) => index + 1);
        const whole = Object.fromEntries(
          switches.map((channel) => [`switch:${channel - 1}`, status(channel, body.isOn(channel))]),
        );
        const params = { ts: seconds(), ...whole, wifi: { status: 'got ip', ssid: 'nha-van-hoa', rssi: -68 } };
        body.say('events/rpc', { src, dst: `${src}/events`, method: 'NotifyFullStatus', params }, { qos: 1 });
        for (const channel of switches) {
          body.say(`status/switch:${channel - 1}`, status(channel, body.isOn(channel)), { qos: 1 });
        }
      },
      heard(subtopic, payload) {
        if (subtopic !== 'rpc') return;
        const call = asCall(payload);
        if (call) obey(call);
      },
      switched(channel, claims, changed) {
        if (changed) body.answer(() => notify(channel, claims));
      },
    };
  });
}

function asCall(payload: string): Call | null {
  try {
    const call = JSON.parse(payload) as Call;
    return typeof call.src === 'string' && typeof call.method === 'string' ? call : null;
  } catch {
    return null;
  }
}
