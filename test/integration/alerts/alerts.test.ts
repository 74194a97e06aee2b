import { expect, test } from 'vitest';
import { camera, openAlerts } from './village.ts';

const ongTu = { id: 'tu', login: 'tu', name: 'Ông Tư', roles: ['security' as const] };

test('a camera that is lost is on the panel and on mqtt, until it is well for a while', async () => {
  const village = await openAlerts([camera('dinh')]);
  village.lose('dinh');
  await village.pass(31);
  expect(village.told).toMatchObject([{ kind: 'camera-offline', since: '2026-11-26T00:59:45.000Z' }]);
  const topics = village.said.map(({ topic, retain }) => `${topic} ${retain}`);
  expect(topics).toEqual([
    'loa-thon/ngot/alerts/open true',
    'loa-thon/ngot/alerts/open true',
    'loa-thon/ngot/alerts/event false',
  ]);
  expect(JSON.parse(village.said[1]?.payload ?? '')).toMatchObject([{ cameras: [{ name: 'Camera dinh' }] }]);

  village.mend('dinh');
  await village.pass(125);
  expect(village.open()).toEqual([]);
  expect(village.said.findLast(({ retain }) => retain)?.payload).toBe('[]');
  expect((await village.alerts.history({})).items).toMatchObject([{ kind: 'camera-offline', ended: { how: 'well' } }]);
});

test('somebody who knows of it is named with their note, and may take it back', async () => {
  const village = await openAlerts([camera('dinh')]);
  village.lose('dinh');
  await village.pass(31);
  const [alert] = village.alerts.open();
  await village.alerts.acknowledge(alert!.id, { note: ' đang ra xem ' }, ongTu);
  expect(village.open()).toMatchObject([{ acknowledged: { by: 'Ông Tư', note: 'đang ra xem' } }]);
  await village.alerts.unacknowledge(alert!.id);
  expect(village.open()).toMatchObject([{ acknowledged: null }]);
});

test('what is over or was never there cannot be acknowledged', async () => {
  const village = await openAlerts([camera('dinh')]);
  village.lose('dinh');
  await village.pass(31);
  const [alert] = village.alerts.open();
  village.tell('dinh', { maintenance: true });
  await village.pass(1);
  const acknowledging = village.alerts.acknowledge(alert!.id, { note: '' }, ongTu);
  await expect(acknowledging).rejects.toMatchObject({ code: 'alert.over' });
  await expect(village.alerts.unacknowledge('nothing')).rejects.toMatchObject({ code: 'alert.not-found' });
});

test('after a power cut what was open is open, acknowledged as it was, and not raised twice', async () => {
  const village = await openAlerts([camera('dinh'), camera('cho')]);
  village.lose('dinh');
  await village.pass(31);
  await village.alerts.acknowledge(village.open()[0]!.id, { note: 'gọi thợ' }, ongTu);
  await village.pass(1);
  const before = village.open();
  await village.cut();

  const unknown = { status: 'unknown' as const, live: false };
  const again = await openAlerts([camera('dinh', unknown), camera('cho', unknown)], {
    ground: village.ground,
    start: village.clock.now() + 3_600_000,
  });
  expect(again.open()).toEqual(before);
  await again.pass(60);
  again.lose('dinh');
  again.mend('cho');
  await again.pass(120);
  expect(again.open()).toMatchObject([{ id: before[0]!.id, acknowledged: { note: 'gọi thợ' }, relapses: 0 }]);
  expect(again.told.filter(({ id }) => id !== before[0]!.id)).toEqual([]);
});

test('a camera that was removed while the gateway was off takes its alert with it', async () => {
  const village = await openAlerts([camera('dinh'), camera('cho')]);
  village.lose('dinh');
  await village.pass(31);
  await village.stop();
  const again = await openAlerts([camera('cho')], { ground: village.ground, start: village.clock.now() });
  await again.pass(1);
  expect(again.open()).toEqual([]);
  expect((await again.alerts.history({})).items).toMatchObject([{ ended: { how: 'removed' } }]);
});

test('with a full disk alerts are shown all the same, and written once it takes them', async () => {
  const village = await openAlerts([camera('dinh')]);
  const { storage } = village.ground;
  await storage.run('alter table alerts rename to gone');
  village.lose('dinh');
  await village.pass(40);
  expect(village.open()).toHaveLength(1);
  await storage.run('alter table gone rename to alerts');
  await village.pass(5);
  expect(await storage.all('select kind from alerts')).toEqual([{ kind: 'camera-offline' }]);
});

test('history comes in pages, the newest first', async () => {
  const village = await openAlerts([camera('dinh')]);
  for (let time = 0; time < 3; time++) {
    village.lose('dinh');
    await village.pass(31);
    village.mend('dinh');
    await village.pass(125);
  }
  const first = await village.alerts.history({ limit: 2 });
  expect(first.items).toHaveLength(2);
  const second = await village.alerts.history({ limit: 2, cursor: first.next ?? '' });
  expect(second).toMatchObject({ items: [{ since: '2026-11-26T00:59:45.000Z' }], next: null });
});
