import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStorage, type StoragePlace } from '../../../gateway/src/storage/migrate.ts';
import { openDatabase } from '../../../gateway/src/storage/storage.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function place(stories: Record<string, string>): Promise<StoragePlace> {
  const folder = await tempFolder();
  const migrations = join(folder, 'migrations');
  await mkdir(migrations);
  for (const [name, sql] of Object.entries(stories)) await writeFile(join(migrations, name), sql);
  return { file: join(folder, 'village.sqlite'), backups: join(folder, 'backups'), migrations };
}

const addStory = (to: StoragePlace, name: string, sql: string) => writeFile(join(to.migrations, name), sql);
const hashOf = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
const zones = { '0001_zones.sql': "create table zones (name text) strict; insert into zones values ('dau-thon');" };

async function versionOf(file: string): Promise<number | undefined> {
  const storage = await openDatabase(file);
  const row = await storage.get<{ user_version: number }>('pragma user_version');
  await storage.close();
  return row?.user_version;
}

test('a new database gets every story in order, an old one only the new, once', async () => {
  const here = await place({ ...zones, '0002_more.sql': "insert into zones values ('cuoi-thon')" });
  await (await openStorage(here, quietLog)).close();
  await addStory(here, '0004_most.sql', "insert into zones values ('xom-dinh'); -- a comment at the end");
  await (await openStorage(here, quietLog)).close();

  const storage = await openStorage(here, quietLog);
  expect(await storage.all('select name from zones')).toEqual([
    { name: 'dau-thon' },
    { name: 'cuoi-thon' },
    { name: 'xom-dinh' },
  ]);
  await storage.close();
  expect(await versionOf(here.file)).toBe(4);
});

test('before it is changed, an old database is copied whole', async () => {
  const here = await place(zones);
  await (await openStorage(here, quietLog)).close();
  expect(await readdir(here.backups).catch(() => [])).toEqual([]);

  await addStory(here, '0002_gone.sql', 'drop table zones;');
  await (await openStorage(here, quietLog)).close();

  expect(await readdir(here.backups)).toEqual(['version-1-1.sqlite']);
  const copy = await openDatabase(join(here.backups, 'version-1-1.sqlite'));
  expect(await copy.all('select name from zones')).toEqual([{ name: 'dau-thon' }]);
  expect(await copy.get('pragma user_version')).toEqual({ user_version: 1 });
  await copy.close();
});

test('a migration that fails half-way leaves nothing of itself, and the earlier ones stay', async () => {
  const here = await place(zones);
  await (await openStorage(here, quietLog)).close();
  await addStory(here, '0002_fine.sql', "insert into zones values ('cuoi-thon');");
  await addStory(here, '0003_broken.sql', 'create table half (id text) strict; insert into nowhere values (1);');

  await expect(openStorage(here, quietLog)).rejects.toMatchObject({
    code: 'storage.migration',
    message: expect.stringContaining('0003_broken.sql') as unknown,
  });

  const storage = await openDatabase(here.file);
  expect(await storage.get('pragma user_version')).toEqual({ user_version: 2 });
  expect(await storage.all("select name from sqlite_schema where name = 'half'")).toEqual([]);
  expect(await storage.all('select name from zones')).toHaveLength(2);
  await storage.close();
});

test('a database of a newer version is refused and not touched', async () => {
  const here = await place({ ...zones, '0002_more.sql': 'create table more (id text) strict;' });
  await (await openStorage(here, quietLog)).close();
  const before = await hashOf(here.file);

  const older = { ...here, migrations: (await place(zones)).migrations };
  await expect(openStorage(older, quietLog)).rejects.toMatchObject({
    code: 'storage.newer',
    message: expect.stringContaining('newer Loa Thôn') as unknown,
  });
  expect(await hashOf(here.file)).toBe(before);
  expect(await readdir(here.backups).catch(() => [])).toEqual([]);
});

test('a file that is no database is refused, with the next step, and not touched', async () => {
  const here = await place(zones);
  await writeFile(here.file, 'Danh sách hộ dân thôn Ngọt. '.repeat(1000));
  const before = await hashOf(here.file);
  await expect(openStorage(here, quietLog)).rejects.toMatchObject({
    code: 'storage.corrupt',
    message: expect.stringContaining(here.backups) as unknown,
  });
  expect(await hashOf(here.file)).toBe(before);
});

test('a database with a damaged page is refused, with the next step', async () => {
  const here = await place({ '0001_zones.sql': 'create table zones (id integer primary key, name text) strict;' });
  const storage = await openStorage(here, quietLog);
  for (let n = 0; n < 50; n++) await storage.run('insert into zones (name) values (?)', ['x'.repeat(1000)]);
  await storage.close();
  const bytes = await readFile(here.file);
  bytes.fill(0xa5, 4096 * 3, 4096 * 6);
  await writeFile(here.file, bytes);

  await expect(openStorage(here, quietLog)).rejects.toMatchObject({
    code: 'storage.corrupt',
    message: expect.stringContaining(here.file) as unknown,
  });
});

const own = join(import.meta.dirname, '../../../gateway/migrations');

/** As they were told so far: villages have lived them. A new story is added at the end, and none is ever renamed. */
const told = [
  ...['0001_identity', '0002_mqtt_accounts', '0003_relays', '0004_outputs', '0005_zones', '0006_recordings'],
  ...['0007_programmes', '0008_air_log', '0009_the_whole_schedule', '0010_speech', '0011_emergency'],
  ...['0012_output_delay', '0013_chimes', '0014_output_password', '0015_turns', '0016_buttons', '0017_rebroadcast'],
  ...['0018_programme_bed', '0019_relay_families', '0020_relay_safety', '0021_relay_template', '0022_cameras'],
  ...['0023_alerts', '0024_camera_events'],
];

test("the gateway's own stories are numbered without a gap, and none that was told has another number", async () => {
  const names = (await readdir(own)).sort().map((name) => name.replace('.sql', ''));
  // One whose number is below the newest would be told in no village that has lived that.
  expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(names.map((_, at) => at + 1));
  expect(names.slice(0, told.length)).toEqual(told);
});

test("the gateway's own stories build a database that is whole", async () => {
  const storage = await openStorage({ ...(await place({})), migrations: own }, quietLog);
  expect(await storage.all('pragma foreign_key_check')).toEqual([]);
  await storage.close();
});

test('a village of before there were four families keeps its relays and what its zones switch', async () => {
  const stories = (await readdir(own)).sort();
  const textOf = async (name: string): Promise<[string, string]> => [name, await readFile(join(own, name), 'utf8')];
  const before = stories.filter((name) => name < '0018');
  const old = await place(Object.fromEntries(await Promise.all(before.map(textOf))));
  const storage = await openStorage(old, quietLog);
  await storage.script(`
    insert into relays (id, name, driver, channels, maintenance, last_seen_at)
      values ('cot-dinh', 'Cột đình', 'tasmota', 2, 1, '2026-11-01T05:00:00.000Z');
    insert into zones (id, name, volume_db, warmup_ms, cooldown_ms, quiet_from, quiet_to)
      values ('dinh', 'Đình', 0, 3000, 20000, '21:00', '05:00');
    insert into zone_channels values ('dinh', 'cot-dinh', 2, 0);`);
  await storage.close();
  for (const name of stories) await addStory(old, ...(await textOf(name)));
  const renewed = await openStorage(old, quietLog);
  const relays = await renewed.all('select id, driver, channels, maintenance, last_seen_at as seen from relays');
  const seen = '2026-11-01T05:00:00.000Z';
  expect(relays).toEqual([{ id: 'cot-dinh', driver: 'tasmota', channels: 2, maintenance: 1, seen }]);
  expect(await renewed.all('select relay_id as relay, channel from zone_channels')).toEqual([
    { relay: 'cot-dinh', channel: 2 },
  ]);
  await expect(renewed.run("delete from relays where id = 'cot-dinh'")).rejects.toThrow('FOREIGN KEY');
  await renewed.close();
});
