import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { hashSecret } from '../../../gateway/src/mqtt/account-book.ts';
import { createMqttLink, type GatewayMqttLink } from '../../../gateway/src/mqtt/mqtt-link.ts';
import { openRaw, publishPacket, type RawClient } from '../../support/mqtt.ts';
import {
  openEmbedded,
  openMosquitto,
  passwordOf,
  type RunningBroker,
  type TestAccounts,
} from '../../support/mqtt-brokers.ts';
import { quietLog } from '../../support/quiet-log.ts';

const village = 'loa-thon/ngot';
const mine = `${village}/relay/loa-01`;
const statusTopic = `${village}/gateway/status`;
const accounts: TestAccounts = {
  gateway: { prefix: village, publishes: true },
  observer: { prefix: village, publishes: false },
  'loa-01': { prefix: mine, publishes: true },
};

const links: GatewayMqttLink[] = [];
const clients: RawClient[] = [];
const brokers: RunningBroker[] = [];

afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.stop()));
  for (const client of clients.splice(0)) client.drop();
  await Promise.all(brokers.splice(0).map((broker) => broker.stop()));
});

async function opened<B extends RunningBroker>(opening: Promise<B>): Promise<B> {
  const broker = await opening;
  brokers.push(broker);
  return broker;
}

function linkTo(
  port: number,
  password = passwordOf('gateway'),
  onFailure: (error: unknown) => void = () => undefined,
): GatewayMqttLink {
  const link = createMqttLink({
    url: `mqtt://127.0.0.1:${port}`,
    username: 'gateway',
    password,
    clientId: 'gateway',
    statusTopic,
    onFailure,
    clock: createSystemClock(),
    log: quietLog,
  });
  links.push(link);
  link.start();
  return link;
}

function changesTo(link: GatewayMqttLink, wanted: boolean): Promise<void> {
  return new Promise((resolve) => {
    link.onConnection((connected) => connected === wanted && resolve());
  });
}

async function enter(port: number, username: string): Promise<RawClient> {
  const client = await openRaw(port);
  clients.push(client);
  expect(await client.login({ clientId: username, username, password: passwordOf(username) })).toBe(0);
  return client;
}

describe.each([
  ['the embedded broker', () => openEmbedded(accounts)],
  ['mosquitto', () => openMosquitto(accounts)],
] as const)('over %s', (_name, open) => {
  let port: number;
  let link: GatewayMqttLink;

  beforeEach(async () => {
    ({ port } = await opened<RunningBroker>(open()));
    link = linkTo(port);
    await changesTo(link, true);
  });

  it('a command leaves and the answer is heard', async () => {
    const relay = await enter(port, 'loa-01');
    await relay.subscribe([`${mine}/#`]);
    const heard: string[] = [];
    await link.subscribe(`${village}/relay/+/1/state`, (topic, payload, { retained }) => {
      heard.push(`${topic} ${payload.toString()} ${retained ? 'retained' : 'new'}`);
    });
    await link.publish(`${mine}/1/command`, 'ON');
    await relay.hears((messages) => messages.length === 1);
    relay.send(publishPacket(`${mine}/1/state`, 'ON', { retain: true }));
    await vi.waitFor(() => expect(heard).toEqual([`${mine}/1/state ON new`]));
    // A second listener of the same filter is told what is retained, too.
    const late: boolean[] = [];
    await link.subscribe(`${village}/relay/+/1/state`, (_topic, _payload, { retained }) => late.push(retained));
    await vi.waitFor(() => expect(late).toEqual([true]));
  });

  it('a QoS 1 message resolves when the broker has it', async () => {
    const relay = await enter(port, 'loa-01');
    await relay.subscribe([`${mine}/#`]);
    await link.publish(`${mine}/1/command`, Buffer.from('OFF'), { qos: 1 });
    await relay.hears((messages) => messages[0]?.payload === 'OFF');
  });

  it('who has stopped listening hears nothing more, the others still do', async () => {
    const one: string[] = [];
    const two: string[] = [];
    const stop = await link.subscribe(`${mine}/#`, (_topic, payload) => one.push(payload.toString()));
    await link.subscribe(`${mine}/#`, (_topic, payload) => two.push(payload.toString()));
    await link.publish(`${mine}/state`, 'a');
    await vi.waitFor(() => expect([one, two]).toEqual([['a'], ['a']]));
    stop();
    stop();
    await link.publish(`${mine}/state`, 'b');
    await vi.waitFor(() => expect(two).toEqual(['a', 'b']));
    expect(one).toEqual(['a']);
  });

  it('the village sees the gateway come, and go by its last will', async () => {
    const observer = await enter(port, 'observer');
    await observer.subscribe([statusTopic]);
    await observer.hears((heard) => heard.length === 1);
    expect(observer.heard[0]).toMatchObject({ payload: 'online', retain: true });
    await link.stop();
    await observer.hears((heard) => heard.length === 2);
    expect(observer.heard[1]).toMatchObject({ payload: 'offline' });
    expect(link.connected).toBe(false);
    await expect(link.publish(`${mine}/1/command`, 'ON')).rejects.toMatchObject({ code: 'mqtt.offline' });
  });

  it('whoever says goodbye leaves no last will', async () => {
    const observer = await enter(port, 'observer');
    await observer.subscribe([statusTopic]);
    await link.publish(statusTopic, '', { retain: true });
    await link.leave();
    expect(link.connected).toBe(false);
    await observer.hears((heard) => heard.length === 2);
    // The broker has seen the end of that line by the time that another says something.
    const relay = await enter(port, 'loa-01');
    await observer.subscribe([`${mine}/#`]);
    relay.send(publishPacket(`${mine}/state`, 'ON'));
    await observer.hears((heard) => heard.length === 3);
    expect(observer.heard.map(({ payload }) => payload)).toEqual(['online', '', 'ON']);
  });

  it('one listener that fails does not deafen the others', async () => {
    const heard: string[] = [];
    await link.subscribe(`${mine}/#`, () => {
      throw new Error('a bug');
    });
    await link.subscribe(`${mine}/#`, (_topic, payload) => heard.push(payload.toString()));
    await link.publish(`${mine}/state`, 'ON');
    await vi.waitFor(() => expect(heard).toEqual(['ON']));
  });
});

it('a listener that asked for a topic by two filters hears it once', async () => {
  const { port } = await opened(openEmbedded(accounts));
  const link = linkTo(port);
  await changesTo(link, true);
  const heard: string[] = [];
  const listener = (_topic: string, payload: Buffer) => void heard.push(payload.toString());
  await link.subscribe(`${village}/relay/+/bridge/state`, listener);
  await link.subscribe(`${village}/relay/+/+/state`, listener);
  await link.publish(`${mine}/bridge/state`, 'online');
  await link.publish(`${mine}/bridge/state`, 'marker');
  await vi.waitFor(() => expect(heard).toContain('marker'));
  expect(heard).toEqual(['online', 'marker']);
});

describe('when the broker goes away', () => {
  it('a command is refused at once, and never comes late; listeners hear again afterwards', async () => {
    const before = await openEmbedded(accounts);
    const link = linkTo(before.port);
    const heard: string[] = [];
    await link.subscribe(`${mine}/#`, (_topic, payload) => heard.push(payload.toString()));
    await changesTo(link, true);
    await before.stop();
    await changesTo(link, false);
    await expect(link.publish(`${mine}/1/command`, 'ON', { qos: 1 })).rejects.toMatchObject({ code: 'mqtt.offline' });
    await expect(link.publish(`${mine}/1/command`, 'ON')).rejects.toMatchObject({ code: 'mqtt.offline' });
    // Listening can be asked for meanwhile.
    const status: string[] = [];
    await link.subscribe(statusTopic, (_topic, payload) => status.push(payload.toString()));

    const after = await opened(openEmbedded(accounts, { port: before.port }));
    const relay = await enter(after.port, 'loa-01');
    await relay.subscribe([`${mine}/1/command`]);
    await changesTo(link, true);
    await vi.waitFor(() => expect(status).toEqual(['online']));
    relay.send(publishPacket(`${mine}/1/state`, 'OFF'));
    await vi.waitFor(() => expect(heard).toEqual(['OFF']));
    await link.publish(`${mine}/1/command`, 'marker');
    await relay.hears((messages) => messages.length > 0);
    expect(relay.heard.map(({ payload }) => payload)).toEqual(['marker']);
  });

  it('a message that is under way when the line breaks is refused, and not sent again', async () => {
    // A broker that takes the login and then says nothing: CONNACK, and no PUBACK ever.
    const sockets: Socket[] = [];
    const heard: Buffer[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write(Buffer.from([0x20, 2, 0, 0]));
        socket.on('data', (bytes) => heard.push(bytes));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const link = linkTo((server.address() as { port: number }).port);
    await changesTo(link, true);
    const sending = link.publish(`${mine}/1/command`, 'under-way', { qos: 1 });
    const refused = expect(sending).rejects.toMatchObject({ code: 'mqtt.offline' });
    await vi.waitFor(() => expect(Buffer.concat(heard).toString()).toContain('under-way'));
    heard.length = 0;
    sockets[0]?.destroy();
    await refused;
    await changesTo(link, true);
    await link.publish(`${mine}/1/command`, 'marker');
    await vi.waitFor(() => expect(Buffer.concat(heard).toString()).toContain('marker'));
    expect(Buffer.concat(heard).toString()).not.toContain('under-way');
    await link.stop();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
});

describe('when the broker does not let us in', () => {
  it('goes on trying, and is in as soon as the account is right', async () => {
    const { port, book, broker } = await opened(openEmbedded({}));
    const link = linkTo(port);
    await vi.waitFor(() => expect(broker.refusals()['login']).toBeGreaterThan(0));
    expect(link.connected).toBe(false);
    book.put('gateway', {
      secretSha256: hashSecret(passwordOf('gateway')),
      rights: { prefix: village, publishes: true },
    });
    await changesTo(link, true);
  });

  it('tells whoever asks why there is no line', async () => {
    const { port } = await opened(openEmbedded(accounts));
    const why: unknown[] = [];
    linkTo(port, 'wrong', (error) => why.push((error as { code?: unknown }).code));
    linkTo(1, 'wrong', (error) => why.push((error as { code?: unknown }).code));
    await vi.waitFor(() => expect(why).toEqual(expect.arrayContaining([4, 'ECONNREFUSED'])));
  });

  it('says so when it may not listen somewhere, and keeps its line', async () => {
    const { port } = await opened(openEmbedded(accounts));
    const link = linkTo(port);
    await changesTo(link, true);
    await expect(link.subscribe('loa-thon/khac/#', () => undefined)).rejects.toMatchObject({ code: 'mqtt.refused' });
    expect(link.connected).toBe(true);
    await link.publish(`${mine}/state`, 'ON');
  });
});

it('stops while it is still trying to connect, and safely twice', async () => {
  const link = linkTo(1); // nobody listens on port 1
  await link.stop();
  await link.stop();
  expect(link.connected).toBe(false);
});
