import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { camera, openAlerts } from './village.ts';

const day = 24 * 3_600_000;
const dateAfter = (days: number) => new Date(Date.parse('2026-11-26') + days * day).toISOString().slice(0, 10);
const read = async (stream: Readable) => (await stream.toArray()).join('');

test('one picture a day is kept by daylight, for a month, beside how the camera was put up', async () => {
  // 08:00 in the village.
  const village = await openAlerts([camera('dinh')]);
  const { dailyStills } = village;
  await village.pass(50 * 60);
  expect(await dailyStills.list('dinh')).toEqual({ installedAt: null, days: [] });
  await village.pass(15 * 60);
  await expect.poll(async () => (await dailyStills.list('dinh')).days.length).toBe(1);
  const { installedAt, days: first } = await dailyStills.list('dinh');
  // Files are read in their own time: the look of a minute later may be the one that takes it.
  expect(installedAt).toMatch(/^2026-11-26T02:0[0-5]:00/);
  expect(first).toEqual([{ date: '2026-11-26', takenAt: installedAt }]);
  for (let days = 1; days <= 35; days++) {
    await village.clock.leap(day);
    await village.pass(61);
    // Files are written in their own time.
    await expect.poll(async () => (await dailyStills.list('dinh')).days.length).toBe(Math.min(days + 1, 31));
    await expect.poll(async () => (await dailyStills.list('dinh')).days[0]?.date).toBe(dateAfter(days));
  }
  const { installedAt: still, days } = await dailyStills.list('dinh');
  expect(still).toBe(installedAt);
  expect(days).toHaveLength(31);
  expect(days[0]?.date).toBe('2026-12-31');
  expect(await read(await dailyStills.open('dinh', 'installed'))).toBe(`dinh ${installedAt}`);
});

test('a camera without a picture is tried again, until the light goes', async () => {
  const village = await openAlerts([camera('dinh', { status: 'offline', live: false })]);
  await village.pass(2 * 3_600);
  expect((await village.dailyStills.list('dinh')).days).toEqual([]);
  village.mend('dinh');
  await village.pass(61);
  await expect.poll(async () => (await village.dailyStills.list('dinh')).days.length).toBe(1);
});

test('whoever turned it on purpose compares with another day from then on', async () => {
  const village = await openAlerts([camera('dinh')]);
  await village.pass(2 * 3_600);
  await village.clock.leap(day);
  await village.pass(61);
  await expect.poll(async () => (await village.dailyStills.list('dinh')).days.length).toBe(2);
  await village.dailyStills.install('dinh', '2026-11-27');
  const { installedAt, days } = await village.dailyStills.list('dinh');
  expect(installedAt).toBe(days[0]?.takenAt);
  await expect(village.dailyStills.install('dinh', '2026-01-01')).rejects.toMatchObject({
    code: 'daily-still.not-found',
  });
  await expect(village.dailyStills.open('dinh', '2026-01-01')).rejects.toMatchObject({ code: 'daily-still.not-found' });
});

test('how another camera was put up is forgotten, how the same one was at another address is not', async () => {
  const facts = { manufacturer: 'Dahua', model: 'IPC', firmware: '2.800', serial: '7', hardware: '1' };
  const village = await openAlerts([camera('dinh', { facts })]);
  await village.pass(2 * 3_600);
  await expect.poll(async () => (await village.dailyStills.list('dinh')).days.length).toBe(1);
  village.tell('dinh', { host: '192.168.1.90', facts: null, live: false });
  village.tell('dinh', { facts: { ...facts, firmware: '2.900' } });
  await village.pass(1);
  expect((await village.dailyStills.list('dinh')).days).toHaveLength(1);

  village.tell('dinh', { facts: { ...facts, serial: '8' } });
  await expect.poll(() => village.dailyStills.list('dinh')).toEqual({ installedAt: null, days: [] });
});

test('of a camera that is removed no picture stays, nor what a power cut left unfinished', async () => {
  const village = await openAlerts([camera('dinh'), camera('cho')]);
  await village.pass(2 * 3_600);
  const folder = join(village.ground.folder, 'daily-stills');
  village.forget('dinh');
  await expect.poll(() => readdir(folder)).toEqual(['cho']);
  await writeFile(join(folder, 'cho', '2026-11-27.jpg.part'), 'half');
  await village.cut();
  await openAlerts([camera('cho')], { ground: village.ground, start: village.clock.now() });
  expect((await readdir(join(folder, 'cho'))).sort()).toEqual(['2026-11-26.jpg', 'installed.jpg']);
});
