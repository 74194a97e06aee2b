import { becomes, livesAs, type FreshDevice, type FreshDeviceParts } from './fresh-device.ts';
import { createShellyRelay } from './shelly.ts';
import { createUnit } from './unit.ts';

interface Call {
  readonly id: unknown;
  readonly src: string;
  readonly method: string;
  readonly params?: { readonly config?: Readonly<Record<string, unknown>>; readonly [name: string]: unknown };
}

/**
 * A Shelly Gen2 with its factory settings but for broker and account: client id and topic prefix are its id. It obeys the calls
 * that we send, and takes a new account into use when it begins anew. Source: Shelly's Gen2 API documentation (Mqtt, RPC
 * Protocol, Shelly.GetDeviceInfo, Script). `locked`: its page has a password, so calls are refused with 401.
 */
export function createFreshShelly(parts: FreshDeviceParts & { readonly locked?: boolean }): FreshDevice {
  const { mac, channels, clock, locked = false } = parts;
  const id = `shellyplus${channels}pm-${mac.toLowerCase()}`;
  const [app, model] = channels === 1 ? ['Plus1PM', 'SNSW-001P16EU'] : ['Plus2PM', 'SNSW-002P16EU'];
  const settings = new Map<string, string>();
  let hasScript = false;

  const say = (topic: string, payload: string | object, retain = false) =>
    unit.publish(topic, typeof payload === 'string' ? payload : JSON.stringify(payload), { qos: 1, retain });
  const switches = () =>
    Object.fromEntries(
      Array.from({ length: channels }, (_, index) => [
        `switch:${index}`,
        { id: index, source: 'init', output: false, temperature: { tC: 41.2, tF: 106.2 } },
      ]),
    );

  /** The result of a call; undefined: there is no such method. */
  function obey({ method, params = {} }: Call): object | undefined {
    const config = params.config ?? {};
    switch (method) {
      case 'Shelly.GetDeviceInfo':
        return { name: null, id, mac: mac.toUpperCase(), model, gen: 2, ver: '1.4.4', app };
      case 'Shelly.GetStatus':
        return { ...switches(), wifi: { sta_ip: '192.168.1.35', status: 'got ip', rssi: -61 }, sys: { mac } };
      case 'Switch.SetConfig':
      case 'Sys.SetConfig':
      case 'Cloud.SetConfig':
      case 'BLE.SetConfig':
        settings.set(`${method}:${Number(params['id'] ?? 0)}`, JSON.stringify(config));
        return { restart_required: false };
      case 'MQTT.SetConfig':
        for (const [name, value] of Object.entries(config)) settings.set(name, String(value));
        return { restart_required: true };
      case 'Script.List':
        return { scripts: hasScript ? [{ id: 1, name: 'loa-thon', enable: false, running: false }] : [] };
      case 'Script.Create':
        hasScript = true;
        return { id: 1 };
      case 'Script.PutCode': {
        const before = params['append'] === true ? (settings.get('script') ?? '') : '';
        settings.set('script', before + String(params['code']));
        return { len: settings.get('script')?.length };
      }
      case 'Script.SetConfig':
      case 'Shelly.PutUserCA':
        return { restart_required: false };
      case 'Shelly.Reboot':
        unit.later(1_000, beginAnew);
        return {};
      default:
        return undefined;
    }
  }

  function answer(call: Call): void {
    const frame = { id: call.id, src: id, dst: call.src };
    if (locked && call.method !== 'Shelly.GetDeviceInfo') {
      return say(`${call.src}/rpc`, { ...frame, error: { code: 401, message: '{"auth_type": "digest"}' } });
    }
    const result = obey(call);
    say(`${call.src}/rpc`, {
      ...frame,
      ...(result ? { result } : { error: { code: 404, message: `No handler for ${call.method}` } }),
    });
  }

  function beginAnew(): void {
    const username = settings.get('user') ?? '';
    const account = { username, password: settings.get('pass') ?? '' };
    const topic = settings.get('topic_prefix') ?? '';
    life.beginAnew(username === settings.get('client_id') ? becomes(topic, account, parts, createShellyRelay) : null);
  }

  const unit = createUnit({
    url: parts.url,
    clientId: id,
    username: parts.username,
    password: parts.password,
    will: { topic: `${id}/online`, payload: 'false' },
    clock,
    retryMs: () => parts.retryMs ?? 1_000,
    connected() {
      say(`${id}/online`, 'true', true);
      unit.subscribe(`${id}/rpc`, 1);
      unit.subscribe(`${id}/command`, 1);
      const params = { ts: clock.now() / 1000, ...switches() };
      say(`${id}/events/rpc`, { src: id, dst: `${id}/events`, method: 'NotifyFullStatus', params });
    },
    heard(topic, payload) {
      const call = topic === `${id}/rpc` ? asCall(payload) : null;
      if (call) answer(call);
    },
  });

  const life = livesAs(unit, settings, clock, parts.restartMs ?? 3_000);
  return life.device;
}

function asCall(payload: string): Call | null {
  try {
    const call = JSON.parse(payload) as Call;
    return typeof call.src === 'string' && typeof call.method === 'string' ? call : null;
  } catch {
    return null;
  }
}
