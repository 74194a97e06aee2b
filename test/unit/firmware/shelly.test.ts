import Type from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { relaySetUp } from '../../../gateway/src/firmware/recipes.ts';
import { shelly } from '../../../gateway/src/relays/drivers/shelly.ts';
import { plainGateway, relayFiles, relayPlace, templates, tlsGateway, wickedName } from '../../support/rendered.ts';
import { createShelly, unknownSyntax } from '../../support/shelly-engine.ts';

interface Call {
  readonly method: string;
  readonly params?: { readonly id?: number; readonly config?: Record<string, unknown> };
}
const callsOf = (channels: number, gateway = plainGateway) =>
  JSON.parse(relayFiles(relayPlace('shelly', channels), gateway)['shelly-settings']!) as Call[];

const closed = (properties: Parameters<typeof Type.Object>[0]) =>
  Type.Object(properties, { additionalProperties: false });
/** Source: Shelly's Gen2 API documentation, Switch, Mqtt, Sys, Cloud, BLE, Shelly. */
const callSchema = Type.Union([
  closed({
    method: Type.Literal('Switch.SetConfig'),
    params: closed({
      id: Type.Integer({ minimum: 0, maximum: 3 }),
      config: closed({
        initial_state: Type.Optional(Type.Literal('off')),
        auto_on: Type.Optional(Type.Literal(false)),
        auto_off: Type.Optional(Type.Literal(true)),
        auto_off_delay: Type.Optional(Type.Number({ minimum: 1, maximum: 90 })),
        in_mode: Type.Optional(Type.Literal('detached')),
      }),
    }),
  }),
  closed({
    method: Type.Literal('Sys.SetConfig'),
    params: closed({ config: closed({ device: closed({ name: Type.String({ minLength: 1 }) }) }) }),
  }),
  closed({
    method: Type.Union([Type.Literal('Cloud.SetConfig'), Type.Literal('BLE.SetConfig')]),
    params: closed({ config: closed({ enable: Type.Literal(false) }) }),
  }),
  closed({
    method: Type.Literal('Shelly.PutUserCA'),
    params: closed({ data: Type.String({ minLength: 1, maxLength: 1024 }), append: Type.Boolean() }),
  }),
  closed({
    method: Type.Literal('MQTT.SetConfig'),
    params: closed({
      config: closed({
        enable: Type.Literal(true),
        server: Type.String({ pattern: '^[^ ]+:[0-9]+$' }),
        client_id: Type.String(),
        user: Type.String(),
        pass: Type.String(),
        ssl_ca: Type.Union([Type.Null(), Type.Literal('user_ca.pem')]),
        // At most 300 characters, none of `$ # + % ?`, no slash at its ends.
        topic_prefix: Type.String({ pattern: '^[^$#+%?/][^$#+%?]{0,298}[^$#+%?/]$' }),
        rpc_ntf: Type.Literal(true),
        status_ntf: Type.Literal(true),
        enable_rpc: Type.Literal(true),
        enable_control: Type.Literal(false),
        use_client_cert: Type.Literal(false),
      }),
    }),
  }),
  closed({ method: Type.Literal('Shelly.Reboot') }),
]);

describe('the settings of a Shelly', () => {
  it.each([1, 2, 4])('of %i channels are what its calls take', (channels) => {
    for (const gateway of [plainGateway, tlsGateway]) {
      for (const call of callsOf(channels, gateway)) {
        expect([call, Value.Check(callSchema, call)]).toEqual([call, true]);
      }
    }
  });

  it('start every switch OFF, let it go OFF by itself, and its terminal switch nothing', () => {
    const calls = callsOf(2).filter(({ method }) => method === 'Switch.SetConfig');
    for (const id of [0, 1]) {
      const config = calls
        .filter(({ params }) => params?.id === id)
        .reduce<object>((whole, { params }) => ({ ...whole, ...params?.config }), {});
      expect(config).toEqual({
        initial_state: 'off',
        auto_on: false,
        auto_off: true,
        auto_off_delay: 90,
        in_mode: 'detached',
      });
    }
  });

  it('put it where its driver speaks and listens', () => {
    const mqtt = callsOf(1).find(({ method }) => method === 'MQTT.SetConfig')?.params?.config;
    const topic = 'loa-thon/ngot/relay/loa-01';
    expect(mqtt).toMatchObject({ topic_prefix: topic, client_id: 'relay-loa-01', user: 'relay-loa-01' });
    const [command] = shelly.driver({ topic, channels: 1 }).on(1, 90);
    expect(command?.subtopic).toBe('rpc');
    // The answer goes to `<src>/rpc`, which must lie below its own topic: elsewhere its account may not speak.
    const { src } = JSON.parse(command!.payload) as { src: string };
    expect(shelly.hears).toContain(`${src.slice(topic.length + 1)}/rpc`);
    for (const word of ['online', 'events/rpc', 'status/+']) expect(shelly.hears).toContain(word);
  });

  it('bring the authority in pieces that join to the whole', () => {
    const parts = callsOf(1, tlsGateway).filter(({ method }) => method === 'Shelly.PutUserCA') as unknown as {
      params: { data: string; append: boolean };
    }[];
    expect(parts.map(({ params }) => params.append)).toEqual([false, true]);
    expect(parts.map(({ params }) => params.data).join('')).toBe(tlsGateway.tls?.authorityPem);
    expect(callsOf(1).some(({ method }) => method === 'Shelly.PutUserCA')).toBe(false);
  });

  it('stand as lines for a shell too, the same calls in the same order, whatever its name', () => {
    const files = relayFiles(relayPlace('shelly', 1, { name: wickedName }));
    const calls = JSON.parse(files['shelly-settings']!) as Call[];
    const lines = files['shelly-commands']!.split('\n').filter((line) => line.startsWith('curl'));
    const said = lines.map((line) => {
      const [, params = '', method] = /^curl -sS -d '(.*)' "\$DEVICE\/rpc\/([\w.]+)"; echo$/.exec(line) ?? [];
      return { method, params: JSON.parse(params.replaceAll("'\\''", "'")) as object };
    });
    expect(said).toEqual(calls.map(({ method, params = {} }) => ({ method, params })));
  });

  it('give the account by an address that a phone opens', () => {
    const { scan } = relaySetUp(relayPlace('shelly'), plainGateway, templates);
    const url = new URL(scan!);
    expect(url.origin + url.pathname).toBe('http://192.168.33.1/rpc/MQTT.SetConfig');
    const config = callsOf(1).find(({ method }) => method === 'MQTT.SetConfig')?.params?.config;
    expect(JSON.parse(url.searchParams.get('config')!)).toEqual(config);
  });

  it('is told the same port by its commands, its address and its sheet', () => {
    const { scan, port, tls } = relaySetUp(relayPlace('shelly'), tlsGateway, templates);
    expect({ port, tls }).toEqual({ port: 8883, tls: { authority: 'Loa Thôn ngot' } });
    const config = callsOf(1, tlsGateway).find(({ method }) => method === 'MQTT.SetConfig')?.params?.config;
    expect(config).toMatchObject({ server: '192.168.1.10:8883', ssl_ca: 'user_ca.pem' });
    // By itself it could not bring the authority: it speaks TLS, and looks at no certificate.
    expect(JSON.parse(new URL(scan!).searchParams.get('config')!)).toEqual({ ...config, ssl_ca: '*' });
    expect(relaySetUp(relayPlace('shelly'), plainGateway, templates)).not.toHaveProperty('port');
  });
});

describe('the fail-safe script of a Shelly', () => {
  const script = relayFiles(relayPlace('shelly', 2))['shelly-script']!;
  const plugIn = () => createShelly(script, 2);

  it('has nothing that an older Shelly would not understand', () => {
    expect(unknownSyntax(script)).toEqual([]);
    expect(unknownSyntax('Timer.set(1, true, () => `x`);')).toEqual([
      'ArrowFunctionExpression',
      'TemplateLiteral',
      'TemplateElement',
    ]);
  });

  it('leaves a switch alone that the gateway renews', () => {
    const device = plugIn();
    for (let round = 0; round < 20; round++) {
      device.renew(0);
      device.pass(30);
    }
    expect(device.isOn(0)).toBe(true);
    expect(device.called).toEqual([]);
  });

  it('turns a switch OFF whose lease ran out, 90 s after the last renewal', () => {
    const device = plugIn();
    device.renew(0);
    device.pass(85);
    expect(device.isOn(0)).toBe(true);
    device.pass(15);
    expect(device.isOn(0)).toBe(false);
    expect(device.called).toEqual(['Switch.Set {"id":0,"on":false}']);
  });

  it('turns a switch OFF that somebody turned on by its button, and no other', () => {
    const device = plugIn();
    device.press(1);
    for (let round = 0; round < 4; round++) {
      device.renew(0);
      device.pass(30);
    }
    expect([device.isOn(0), device.isOn(1)]).toEqual([true, false]);
  });

  it('turns everything OFF when MQTT has been gone for 90 s', () => {
    const device = plugIn();
    for (const channel of [0, 1]) device.renew(channel);
    device.device.connected = false;
    device.pass(60);
    // Somebody else renews it meanwhile; the gateway cannot.
    for (const channel of [0, 1]) device.renew(channel);
    device.pass(25);
    expect([device.isOn(0), device.isOn(1)]).toEqual([true, true]);
    device.pass(10);
    expect([device.isOn(0), device.isOn(1)]).toEqual([false, false]);
  });

  it('counts anew when MQTT comes back in time', () => {
    const device = plugIn();
    device.renew(0);
    device.device.connected = false;
    device.pass(80);
    device.device.connected = true;
    device.renew(0);
    device.pass(60);
    expect(device.isOn(0)).toBe(true);
  });
});
