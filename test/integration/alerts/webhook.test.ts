import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AlertMessage } from '../../../gateway/src/contract/index.ts';
import { villageRule } from '../../../gateway/src/core/addresses.ts';
import { ownAddresses } from '../../../gateway/src/core/lan-address.ts';
import { camera, openAlerts, openReceiver, type Received } from './village.ts';

const until = async (fact: () => boolean) => {
  while (!fact()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const eventsOf = (received: readonly Received[]) =>
  received.map(({ body }) => (JSON.parse(body) as AlertMessage).event);

test('the receiver is told what was raised and what is over, signed so that it can believe it', async () => {
  const receiver = await openReceiver();
  const village = await openAlerts([camera('dinh')]);
  const { secret } = await village.alertDelivery.webhook.change({ on: true, url: receiver.url, lan: true });
  village.lose('dinh');
  await village.pass(31);
  await until(() => receiver.received.length === 1);
  village.mend('dinh');
  await village.pass(1);
  await until(() => receiver.received.length === 2);
  await village.pass(124);
  await until(() => receiver.received.length === 3);
  expect(eventsOf(receiver.received)).toEqual(['alert.raised', 'alert.changed', 'alert.cleared']);

  const [{ headers, body }] = receiver.received as [Received];
  const timestamp = String(headers['loa-thon-timestamp']);
  const expected = createHmac('sha256', secret!).update(`${timestamp}.${body}`).digest('hex');
  expect(headers['loa-thon-signature']).toBe(`v1=${expected}`);
  expect(headers['loa-thon-delivery']).toBe((JSON.parse(body) as AlertMessage).id);
  expect(JSON.parse(body)).toMatchObject({ village: { name: 'Thôn Ngọt' }, alert: { kind: 'camera-offline' } });
  expect((await village.alertDelivery.webhook.state()).waiting).toBe(0);
});

test('what is not taken is tried again, in order and with the same id', async () => {
  const receiver = await openReceiver();
  receiver.answer.status = 503;
  const village = await openAlerts([camera('dinh'), camera('cho')]);
  await village.alertDelivery.webhook.change({ on: true, url: receiver.url, lan: true });
  village.lose('dinh');
  await village.pass(31);
  await until(() => receiver.received.length >= 1);
  await village.pass(1);
  const state = await village.alertDelivery.webhook.state();
  expect(state).toMatchObject({ waiting: 1, last: { problem: { code: 'webhook.refused', params: { status: 503 } } } });

  receiver.answer.status = 200;
  const failed = receiver.received.length;
  await village.pass(60);
  await until(() => receiver.received.length > failed);
  const ids = receiver.received.map(({ headers }) => headers['loa-thon-delivery']);
  expect(new Set(ids).size).toBe(1);
  await village.pass(1);
  expect(await village.alertDelivery.webhook.state()).toMatchObject({ waiting: 0, last: { problem: null } });
});

test('what waited when the power went is posted after it, once', async () => {
  const receiver = await openReceiver();
  receiver.answer.status = 500;
  const village = await openAlerts([camera('dinh')]);
  await village.alertDelivery.webhook.change({ on: true, url: receiver.url, lan: true });
  village.lose('dinh');
  await village.pass(31);
  await until(() => receiver.received.length >= 1);
  await village.cut();

  receiver.answer.status = 200;
  const before = receiver.received.length;
  const again = await openAlerts([camera('dinh', { status: 'unknown' })], {
    ground: village.ground,
    start: village.clock.now() + 60_000,
  });
  await until(() => receiver.received.length > before);
  await again.pass(600);
  expect(eventsOf(receiver.received.slice(before))).toEqual(['alert.raised']);
  expect(receiver.received.at(-1)?.headers['loa-thon-delivery']).toBe(
    receiver.received[0]?.headers['loa-thon-delivery'],
  );
});

test('yesterday’s news is not sent: it would keep today’s waiting', async () => {
  const receiver = await openReceiver();
  receiver.answer.status = 500;
  const village = await openAlerts([camera('dinh')]);
  await village.alertDelivery.webhook.change({ on: true, url: receiver.url, lan: true });
  village.lose('dinh');
  await village.pass(31);
  await until(() => receiver.received.length >= 1);
  await village.cut();
  const before = receiver.received.length;
  const again = await openAlerts([camera('dinh', { status: 'unknown' })], {
    ground: village.ground,
    start: village.clock.now() + 25 * 3_600_000,
  });
  await again.pass(1);
  expect(await again.alertDelivery.webhook.state()).toMatchObject({ waiting: 0 });
  expect(receiver.received).toHaveLength(before);
});

test('a test says what came of it', async () => {
  const receiver = await openReceiver();
  const village = await openAlerts([]);
  await expect(village.alertDelivery.webhook.test()).rejects.toMatchObject({ code: 'webhook.not-set' });
  await village.alertDelivery.webhook.change({ on: false, url: receiver.url, lan: true });
  expect(await village.alertDelivery.webhook.test()).toMatchObject({ problem: null });
  expect(eventsOf(receiver.received)).toEqual(['test']);
  receiver.answer.status = 401;
  expect(await village.alertDelivery.webhook.test()).toMatchObject({
    problem: { code: 'webhook.refused', params: { status: 401 } },
  });
});

test('the gateway is not made to speak with itself, by no address and no redirect', async () => {
  const receiver = await openReceiver();
  const strict = await openAlerts([], { mayReach: villageRule(ownAddresses) });
  const port = new URL(receiver.url).port;
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '169.254.169.254', '[::ffff:127.0.0.1]']) {
    await strict.alertDelivery.webhook.change({ on: true, url: `http://${host}:${port}/`, lan: true });
    expect(await strict.alertDelivery.webhook.test()).toMatchObject({
      problem: { code: 'webhook.forbidden-address' },
    });
  }
  await strict.alertDelivery.webhook.change({ on: true, url: 'http://192.168.1.20/', lan: false });
  expect(await strict.alertDelivery.webhook.test()).toMatchObject({ problem: { code: 'webhook.forbidden-address' } });
  for (const url of ['http://ong:tu@example.org/', 'file:///etc/passwd', 'http://']) {
    const changing = strict.alertDelivery.webhook.change({ on: true, url, lan: true });
    await expect(changing).rejects.toMatchObject({ code: 'webhook.bad-url' });
  }
  expect(receiver.received).toEqual([]);

  const village = await openAlerts([]);
  receiver.answer.status = 302;
  receiver.answer.location = receiver.url;
  await village.alertDelivery.webhook.change({ on: true, url: receiver.url, lan: true });
  expect(await village.alertDelivery.webhook.test()).toMatchObject({ problem: { params: { status: 302 } } });
  expect(receiver.received).toHaveLength(1);
});

test('the secret is told once, is not in the database, and another address gets another', async () => {
  const village = await openAlerts([]);
  const { webhook } = village.alertDelivery;
  const first = await webhook.change({ on: true, url: 'https://example.org/k3y', lan: false });
  expect(first.secret).toMatch(/^[a-z0-9]{26}$/);
  expect((await webhook.change({ on: false, url: 'https://example.org/k3y', lan: false })).secret).toBeNull();
  const second = await webhook.change({ on: true, url: 'https://example.org/other', lan: false });
  expect(second.secret).not.toBe(first.secret);
  const rows = JSON.stringify(await village.ground.storage.all('select * from settings'));
  expect(rows).not.toContain(second.secret);
  expect(rows).not.toContain('example.org');
});
