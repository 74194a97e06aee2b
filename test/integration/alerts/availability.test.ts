import { expect, test } from 'vitest';
import { camera, openAlerts } from './village.ts';

const hour = 3_600;

test('a month tells how long a camera worked, was out, was worked on, and was seen by nobody', async () => {
  const village = await openAlerts([camera('dinh')]);
  await village.pass(2 * hour);
  village.lose('dinh');
  await village.pass(hour);
  village.mend('dinh');
  await village.pass(hour);
  village.tell('dinh', { maintenance: true });
  await village.pass(hour);
  village.tell('dinh', { maintenance: false });
  await village.pass(hour / 2);
  await village.cut();

  const again = await openAlerts([camera('dinh', { status: 'unknown', live: false })], {
    ground: village.ground,
    start: village.clock.now() + hour * 1_000,
  });
  again.mend('dinh');
  await again.pass(hour / 2);
  const [month] = (await again.cameraMonths.month('2026-11')).cameras;
  expect(month).toMatchObject({
    name: 'Camera dinh',
    times: { working: 4 * hour, out: hour, planned: hour, unknown: hour },
    percent: 80,
    outageCount: 1,
    longestSeconds: hour,
    outages: [{ from: '2026-11-26T03:00:00.000Z', to: '2026-11-26T04:00:00.000Z', cause: 'timed-out' }],
  });
  expect(await again.cameraMonths.csv('2026-11')).toContain('Camera dinh,2026-11-26,14400,3600,3600,3600,80.00');
});

test('slow or thin it works, frozen or black it does not; the cause is what it was the longest', async () => {
  const village = await openAlerts([camera('dinh')]);
  village.tell('dinh', { status: 'degraded', cause: 'slow', live: true });
  await village.pass(100);
  village.tell('dinh', { status: 'degraded', cause: 'stream-stalled', live: false });
  await village.pass(30);
  village.tell('dinh', { status: 'offline', cause: 'unreachable', live: false });
  await village.pass(70);
  const [month] = (await village.cameraMonths.month('2026-11')).cameras;
  expect(month).toMatchObject({
    times: { working: 100, out: 100 },
    outages: [{ seconds: 100, to: null, cause: 'unreachable' }],
  });
});

test('a camera that is gone counts as long as it was there', async () => {
  const village = await openAlerts([camera('dinh'), camera('cho')]);
  await village.pass(600);
  village.changes.emit('camera.removed', { id: 'dinh' });
  await village.pass(600);
  const { cameras } = await village.cameraMonths.month('2026-11');
  expect(cameras.map(({ name, times }) => `${name} ${times.working}`)).toEqual(['Camera cho 1200', 'Camera dinh 600']);
});

test('a clock that jumps makes no outage and no working time', async () => {
  const village = await openAlerts([camera('dinh')]);
  await village.pass(600);
  await village.clock.step(5 * 24 * hour * 1_000);
  await village.pass(600);
  const months = await Promise.all(['2026-11', '2026-12'].map(village.cameraMonths.month));
  const times = months.map(({ cameras }) => cameras[0]?.times);
  expect(times.reduce((sum, one) => sum + (one?.working ?? 0), 0)).toBeLessThanOrEqual(1_200);
  expect(times.reduce((sum, one) => sum + (one?.working ?? 0), 0)).toBeGreaterThanOrEqual(1_140);
  expect(times.every((one) => (one?.out ?? 0) === 0)).toBe(true);
});

test('a month of which nothing is known is empty', async () => {
  const village = await openAlerts([camera('dinh')]);
  expect((await village.cameraMonths.month('2025-01')).cameras).toEqual([]);
  expect((await village.cameraMonths.month('2027-01')).cameras).toEqual([]);
});
