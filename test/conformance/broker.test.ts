import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  acknowledge,
  connectPacket,
  openRaw,
  packet,
  publishPacket,
  subscribePacket,
  unsubscribePacket,
  type Login,
  type RawClient,
} from '../support/mqtt.ts';
import {
  openEmbedded,
  openMosquitto,
  passwordOf,
  type RunningBroker,
  type TestAccounts,
} from '../support/mqtt-brokers.ts';

/** The village may run our broker or its own Mosquitto: both must keep these promises. */

const village = 'loa-thon/ngot';
const mine = `${village}/relay/loa-01`;
const neighbours = `${village}/relay/loa-010`;
const accounts: TestAccounts = {
  gateway: { prefix: village, publishes: true },
  'loa-01': { prefix: mine, publishes: true },
  'loa-010': { prefix: neighbours, publishes: true },
  observer: { prefix: village, publishes: false },
};

const brokers: Record<string, () => Promise<RunningBroker>> = {
  'the embedded broker': () => openEmbedded(accounts),
  mosquitto: () => openMosquitto(accounts),
};

describe.each(Object.entries(brokers))('%s', (_name, open) => {
  let broker: RunningBroker;
  const clients: RawClient[] = [];

  beforeAll(async () => {
    broker = await open();
  });
  afterAll(() => broker?.stop());
  afterEach(async () => {
    // Nothing of one test is left for the next: retained topics cleared, everybody gone.
    const cleaner = await enter('gateway');
    await cleaner.subscribe([`${village}/#`]);
    await cleaner.ping();
    for (const { topic } of cleaner.heard.splice(0)) cleaner.send(publishPacket(topic, '', { retain: true }));
    await cleaner.ping();
    for (const client of clients.splice(0)) client.drop();
  });

  async function knock(): Promise<RawClient> {
    const client = await openRaw(broker.port);
    clients.push(client);
    return client;
  }

  const loginOf = (username: string, more: Partial<Login> = {}): Login => ({
    clientId: username,
    username,
    password: passwordOf(username),
    ...more,
  });

  async function enter(username: string, more: Partial<Login> = {}): Promise<RawClient> {
    const client = await knock();
    expect(await client.login(loginOf(username, more))).toBe(0);
    return client;
  }

  /** A listener, and the way to know that it has heard all that was said before. */
  async function listener(username: string, filters: readonly string[], qos = 0) {
    const client = await enter(username);
    await client.subscribe(filters, qos);
    return {
      client,
      async heardAfter(speaker: RawClient) {
        await speaker.ping();
        speaker.send(publishPacket(`${mine}/marker`, 'x'));
        await client.hears((heard) => heard.some(({ topic }) => topic === `${mine}/marker`));
        return client.heard
          .filter(({ topic }) => topic !== `${mine}/marker`)
          .map(({ topic, payload }) => `${topic} ${payload}`);
      },
    };
  }

  const said = ({ topic, payload }: { topic: string; payload: string }) => `${topic} ${payload}`;

  describe('at the door', () => {
    it('lets in who knows the password', async () => {
      expect(await (await knock()).login(loginOf('loa-01'))).toBe(0);
    });

    it.each([
      ['a wrong password', { password: 'guess' }],
      ['a name nobody has', { username: 'loa-99', clientId: 'loa-99' }],
      ['an empty password', { password: '' }],
    ])('turns away %s, says so, and hangs up', async (_who, login) => {
      const client = await knock();
      expect([4, 5]).toContain(await client.login(loginOf('loa-01', login)));
      await client.closes();
    });

    it('turns away who has no name', async () => {
      const client = await knock();
      expect(await client.login({ clientId: 'stranger' })).toBe(5);
      await client.closes();
    });

    it.each([
      ['something that is not MQTT', Buffer.from('GET / HTTP/1.1\r\nHost: loa-thon\r\n\r\n')],
      ['a message before the login', publishPacket(`${mine}/1/state`, 'ON')],
      ['a length that never ends', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01])],
    ])('hangs up on %s', async (_what, bytes) => {
      const client = await knock();
      client.send(bytes);
      await client.closes();
    });

    it('refuses a protocol version that does not exist', async () => {
      const client = await knock();
      client.send(connectPacket(loginOf('loa-01', { protocolVersion: 9 })));
      await client.closes();
    });

    it('hangs up on a second login over one connection', async () => {
      const client = await enter('loa-01');
      client.send(connectPacket(loginOf('loa-01')));
      await client.closes();
    });

    it('lets a device that comes back take the place of its old connection', async () => {
      const old = await enter('loa-01');
      const back = await enter('loa-01');
      await old.closes();
      await back.ping();
    });
  });

  describe('between the gateway and its devices', () => {
    it('carries a command to the device and its answer back', async () => {
      const { client: relay } = await listener('loa-01', [`${mine}/#`]);
      const { client: gateway } = await listener('gateway', [`${village}/relay/+/1/state`]);
      gateway.send(publishPacket(`${mine}/1/command`, 'ON'));
      await relay.hears((heard) => heard.length === 1);
      expect(relay.heard.map(said)).toEqual([`${mine}/1/command ON`]);
      relay.send(publishPacket(`${mine}/1/state`, 'ON'));
      await gateway.hears((heard) => heard.length === 1);
      expect(gateway.heard.map(said)).toEqual([`${mine}/1/state ON`]);
    });

    it('keeps the order of a hundred messages', async () => {
      const { client: relay } = await listener('loa-01', [`${mine}/#`]);
      const gateway = await enter('gateway');
      const numbers = Array.from({ length: 100 }, (_, n) => String(n));
      gateway.send(Buffer.concat(numbers.map((n) => publishPacket(`${mine}/n`, n))));
      await relay.hears((heard) => heard.length === 100);
      expect(relay.heard.map(({ payload }) => payload)).toEqual(numbers);
    });

    it('acknowledges a QoS 1 message and delivers it with an id', async () => {
      const { client: relay } = await listener('loa-01', [`${mine}/#`], 1);
      const gateway = await enter('gateway');
      gateway.send(publishPacket(`${mine}/1/command`, 'ON', { qos: 1, packetId: 513 }));
      expect([...(await gateway.next('puback')).body]).toEqual([2, 1]);
      await relay.hears((heard) => heard.length === 1);
      expect(relay.heard[0]).toMatchObject({ payload: 'ON', qos: 1 });
      expect(relay.heard[0]?.packetId).toBeGreaterThan(0);
    });

    it('takes a QoS 2 message once, in four steps', async () => {
      const { client: relay } = await listener('loa-01', [`${mine}/#`]);
      const gateway = await enter('gateway');
      gateway.send(publishPacket(`${mine}/1/command`, 'ON', { qos: 2, packetId: 7 }));
      await gateway.next('pubrec');
      gateway.send(publishPacket(`${mine}/1/command`, 'ON', { qos: 2, packetId: 7 }));
      await gateway.next('pubrec');
      gateway.send(acknowledge('pubrel', 7));
      await gateway.next('pubcomp');
      gateway.send(publishPacket(`${mine}/marker`, 'x'));
      await relay.hears((heard) => heard.some(({ topic }) => topic === `${mine}/marker`));
      expect(relay.heard.filter(({ payload }) => payload === 'ON')).toHaveLength(1);
    });

    it('sends no higher quality than the subscriber asked for', async () => {
      const { client: relay } = await listener('loa-01', [`${mine}/#`], 0);
      (await enter('gateway')).send(publishPacket(`${mine}/1/command`, 'ON', { qos: 1 }));
      await relay.hears((heard) => heard.length === 1);
      expect(relay.heard[0]?.qos).toBe(0);
    });

    it('is silent to a device that has unsubscribed', async () => {
      const { client: relay, heardAfter } = await listener('loa-01', [`${mine}/1/#`, `${mine}/marker`]);
      relay.send(unsubscribePacket([`${mine}/1/#`]));
      await relay.next('unsuback');
      const gateway = await enter('gateway');
      gateway.send(publishPacket(`${mine}/1/command`, 'ON'));
      expect(await heardAfter(gateway)).toEqual([]);
    });

    it('loses no retained or QoS 1 message to the faster one behind it', async () => {
      const { client: gateway } = await listener('gateway', [`${village}/#`], 1);
      const relay = await enter('loa-01');
      for (let n = 0; n < 50; n++) {
        relay.send(
          Buffer.concat([
            publishPacket(`${mine}/status`, `online ${n}`, { retain: true }),
            publishPacket(`${mine}/power`, `qos 1 ${n}`, { qos: 1, packetId: n + 1 }),
            publishPacket(`${mine}/state`, `live ${n}`),
          ]),
        );
      }
      await gateway.hears((heard) => heard.length === 150);
      expect(new Set(gateway.heard.map(({ payload }) => payload)).size).toBe(150);
    });
  });

  describe('what is kept', () => {
    it('tells a newcomer the retained state, marked as such, and others the news unmarked', async () => {
      const { client: early } = await listener('gateway', [`${mine}/#`]);
      const relay = await enter('loa-01');
      relay.send(publishPacket(`${mine}/status`, 'online', { retain: true }));
      await early.hears((heard) => heard.length === 1);
      expect(early.heard[0]).toMatchObject({ payload: 'online', retain: false });
      const { client: late } = await listener('observer', [`${village}/#`]);
      await late.hears((heard) => heard.length === 1);
      expect(late.heard[0]).toMatchObject({ topic: `${mine}/status`, payload: 'online', retain: true });
    });

    it('forgets a retained state when an empty one comes', async () => {
      const relay = await enter('loa-01');
      relay.send(publishPacket(`${mine}/status`, 'online', { retain: true }));
      relay.send(publishPacket(`${mine}/status`, '', { retain: true }));
      await relay.ping();
      const { heardAfter } = await listener('observer', [`${village}/#`]);
      expect(await heardAfter(relay)).toEqual([]);
    });

    it('keeps no command for a device that comes late', async () => {
      const gateway = await enter('gateway');
      gateway.send(publishPacket(`${mine}/1/command`, 'ON', { qos: 1 }));
      await gateway.next('puback');
      const { heardAfter } = await listener('loa-01', [`${mine}/#`], 1);
      expect(await heardAfter(gateway)).toEqual([]);
    });
  });

  describe('when a device goes', () => {
    const will = { topic: `${mine}/status`, payload: 'offline', retain: true };

    it('says its last will when the line breaks', async () => {
      const { client: gateway } = await listener('gateway', [`${mine}/#`]);
      (await enter('loa-01', { will })).drop();
      await gateway.hears((heard) => heard.length === 1);
      expect(gateway.heard.map(said)).toEqual([`${mine}/status offline`]);
    });

    it('says its last will when it is silent for longer than it promised', async () => {
      const { client: gateway } = await listener('gateway', [`${mine}/#`]);
      const relay = await enter('loa-01', { will, keepAliveSeconds: 1 });
      await gateway.hears((heard) => heard.length === 1);
      await relay.closes();
    });

    it('does not say it when the device takes its leave', async () => {
      const { heardAfter } = await listener('observer', [`${village}/#`]);
      const relay = await enter('loa-01', { will });
      relay.send(packet('disconnect', 0));
      await relay.closes();
      expect(await heardAfter(await enter('gateway'))).toEqual([]);
    });

    it('does not say a last will that reaches beyond the device', async () => {
      const { heardAfter } = await listener('observer', [`${village}/#`]);
      (await enter('loa-01', { will: { topic: `${neighbours}/1/command`, payload: 'ON' } })).drop();
      expect(await heardAfter(await enter('gateway'))).toEqual([]);
    });
  });

  describe('each in its own place', () => {
    it.each([
      ["a neighbour's command", `${neighbours}/1/command`],
      ['the group topic of its firmware', 'cmnd/tasmotas/POWER'],
      ['a topic of the broker', '$SYS/broker/version'],
      ['the prefix of another village', 'loa-thon/khac/relay/loa-01/1/command'],
    ])('a device that speaks on %s is not heard, and stays connected', async (_what, topic) => {
      const { heardAfter } = await listener('observer', [`${village}/#`]);
      const relay = await enter('loa-01');
      relay.send(publishPacket(topic, 'ON', { retain: true }));
      relay.send(publishPacket(topic, 'ON', { qos: 1, packetId: 9 }));
      await relay.next('puback');
      expect(await heardAfter(await enter('gateway'))).toEqual([]);
      await relay.ping();
    });

    it.each([
      ["a neighbour's topics", `${neighbours}/#`],
      ['everything', '#'],
      ['everything below the root', '/#'],
      ['its own name anywhere', '+/ngot/relay/loa-01/#'],
      ['a share of the village', `$share/all/${village}/#`],
      ['the affairs of the broker', '$SYS/#'],
    ])('a device that listens to %s hears nothing, and stays connected', async (_what, filter) => {
      const relay = await enter('loa-01');
      relay.send(subscribePacket([filter]));
      await relay.next('suback');
      const gateway = await enter('gateway');
      gateway.send(publishPacket(`${neighbours}/1/command`, 'ON'));
      gateway.send(publishPacket(`${village}/secret`, 'x', { retain: true }));
      await gateway.ping();
      await relay.ping();
      await relay.ping();
      expect(relay.heard.filter(({ topic }) => !topic.startsWith(`${mine}/`))).toEqual([]);
    });

    it('an observer hears the whole village and can say nothing', async () => {
      const observer = await listener('observer', [`${village}/#`]);
      const relay = await enter('loa-01');
      await relay.subscribe([`${mine}/#`]);
      const gateway = await enter('gateway');
      gateway.send(publishPacket(`${neighbours}/1/command`, 'OFF'));
      observer.client.send(publishPacket(`${mine}/1/command`, 'ON', { qos: 1 }));
      await observer.client.next('puback');
      expect(await observer.heardAfter(gateway)).toEqual([`${neighbours}/1/command OFF`]);
      expect(relay.heard.map(said)).not.toContain(`${mine}/1/command ON`);
    });

    it('a Tasmota that says its first empty words stays and hears its command', async () => {
      const relay = await enter('loa-01');
      relay.send(subscribePacket([`${mine}/cmnd/#`, 'cmnd/tasmotas/#', 'cmnd/DVES_A1B2C3_fb/#']));
      relay.send(publishPacket(`${mine}/cmnd/POWER`, ''));
      relay.send(publishPacket('cmnd/DVES_A1B2C3_fb/POWER', ''));
      await relay.next('suback');
      const gateway = await enter('gateway');
      gateway.send(publishPacket(`${mine}/cmnd/POWER1`, 'ON'));
      await relay.hears((heard) => heard.some(({ payload }) => payload === 'ON'));
    });
  });

  describe('bad manners', () => {
    it('hangs up on a topic name with a wildcard', async () => {
      const relay = await enter('loa-01');
      relay.send(publishPacket(`${mine}/+/command`, 'ON'));
      await relay.closes();
    });

    it('hangs up on a packet that would be larger than any relay sends', async () => {
      const relay = await enter('loa-01');
      relay.send(publishPacket(`${mine}/1/state`, Buffer.alloc(600_000)));
      await relay.closes();
    });

    it('hangs up on a message of no quality that exists', async () => {
      const relay = await enter('loa-01');
      relay.send(publishPacket(`${mine}/1/state`, 'ON', { qos: 3 }));
      await relay.closes();
    });
  });
});
