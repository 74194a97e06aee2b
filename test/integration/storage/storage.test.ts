import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase, type Storage } from '../../../gateway/src/storage/storage.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function openVillage(): Promise<Storage> {
  const storage = await openDatabase(join(await tempFolder(), 'village.sqlite'));
  onTestFinished(() => storage.close());
  await storage.script('create table zones (id integer primary key, name text not null unique) strict;');
  return storage;
}

const names = async (storage: Storage) =>
  (await storage.all<{ name: string }>('select name from zones order by id')).map((row) => row.name);

const add = 'insert into zones (name) values (?)';

test("a bystander's write survives another's rollback", async () => {
  const storage = await openVillage();
  let bystander: Promise<unknown> = Promise.resolve();
  let doBystander: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (doBystander = resolve));
  const elsewhere = asked.then(() => {
    bystander = storage.run(add, ['bystander']);
  });

  const failing = storage.transaction(async (tx) => {
    await tx.run(add, ['rolled back']);
    doBystander();
    await elsewhere;
    await tx.run(add, ['rolled back too']);
    throw new Error('changed my mind');
  });

  await expect(failing).rejects.toThrow('changed my mind');
  await bystander;
  expect(await names(storage)).toEqual(['bystander']);
});

test('a transaction that fails in its middle leaves nothing, and the next one works', async () => {
  const storage = await openVillage();
  await storage.run(add, ['a']);
  const clash = storage.transaction(async (tx) => {
    await tx.run(add, ['b']);
    await tx.run(add, ['a']);
  });
  await expect(clash).rejects.toThrow('UNIQUE');
  await storage.transaction((tx) => tx.run(add, ['c']));
  expect(await names(storage)).toEqual(['a', 'c']);
});

test('using the storage itself inside a transaction is refused instead of waiting for itself', async () => {
  const storage = await openVillage();
  const nested = storage.transaction(() => storage.run(add, ['never']));
  await expect(nested).rejects.toThrow('use its own handle');
  const twice = storage.transaction(() => storage.transaction(async () => undefined));
  await expect(twice).rejects.toThrow('use its own handle');
});

test('what a transaction set going may use the storage after its end', async () => {
  const storage = await openVillage();
  let later: Promise<unknown> = Promise.resolve();
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  await storage.transaction(async (tx) => {
    await tx.run(add, ['inside']);
    later = ended.then(() => storage.run(add, ['after']));
  });
  end();
  await later;
  expect(await names(storage)).toEqual(['inside', 'after']);
});

test("a transaction's handle is dead after its end", async () => {
  const storage = await openVillage();
  const kept = await storage.transaction(async (tx) => tx);
  await expect(kept.run(add, ['too late'])).rejects.toThrow('has ended');
});

test('statements that a transaction does not wait for still run in order, before its commit', async () => {
  const storage = await openVillage();
  await storage.transaction(async (tx) => {
    await Promise.all(Array.from({ length: 50 }, (_, n) => tx.run(add, [`zone ${n}`])));
    void tx.run(add, ['last']);
  });
  expect(await names(storage)).toEqual([...Array.from({ length: 50 }, (_, n) => `zone ${n}`), 'last']);
});

test('a full disk is said so and loses nothing', async () => {
  const storage = await openVillage();
  await storage.run(add, ['kept']);
  const { page_count: pages } = (await storage.get<{ page_count: number }>('pragma page_count'))!;
  await storage.get(`pragma max_page_count = ${pages + 2}`);
  const filler = 'x'.repeat(100_000);

  const alone = storage.run(add, [filler]);
  await expect(alone).rejects.toMatchObject({ code: 'storage.full', status: 507 });
  const together = storage.transaction(async (tx) => {
    await tx.run(add, ['rolled back']);
    await tx.run(add, [filler]);
  });
  await expect(together).rejects.toMatchObject({ code: 'storage.full' });
  expect(await names(storage)).toEqual(['kept']);

  await storage.get('pragma max_page_count = 1000000');
  await storage.run(add, ['after']);
  expect(await names(storage)).toEqual(['kept', 'after']);
});

test('a transaction that swallows "disk full" fails all the same, whole', async () => {
  const storage = await openVillage();
  const { page_count: pages } = (await storage.get<{ page_count: number }>('pragma page_count'))!;
  await storage.get(`pragma max_page_count = ${pages + 2}`);
  const careless = storage.transaction(async (tx) => {
    await tx.run(add, ['first']);
    await tx.run(add, ['x'.repeat(100_000)]).catch(() => undefined);
    await tx.run(add, ['third']).catch(() => undefined);
  });
  await expect(careless).rejects.toMatchObject({ code: 'storage.full' });
  expect(await names(storage)).toEqual([]);
});

test('closing waits for what is queued, can be done twice, and refuses what comes after', async () => {
  const storage = await openVillage();
  const writes = Array.from({ length: 20 }, (_, n) => storage.run(add, [`zone ${n}`]));
  const closing = storage.close();
  await expect(Promise.all(writes)).resolves.toHaveLength(20);
  await closing;
  await storage.close();
  await expect(storage.run(add, ['late'])).rejects.toMatchObject({ code: 'storage.closed', status: 503 });
});

test('a hundred people write at once and every write is there', async () => {
  const storage = await openVillage();
  await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      n % 3 === 0
        ? storage.transaction(async (tx) => {
            await tx.run(add, [`zone ${n}`]);
            if (n % 2 === 0) throw new Error('no');
          })
        : storage.run(add, [`zone ${n}`]),
    ).map((write) => write.catch(() => undefined)),
  );
  const expected = Array.from({ length: 100 }, (_, n) => n).filter((n) => n % 3 !== 0 || n % 2 !== 0);
  expect(new Set(await names(storage))).toEqual(new Set(expected.map((n) => `zone ${n}`)));
});

test('a database in a folder that is not there is refused by name', async () => {
  const path = join(await tempFolder(), 'nowhere', 'village.sqlite');
  await expect(openDatabase(path)).rejects.toMatchObject({
    code: 'storage.cannot-open',
    message: expect.stringContaining(path) as unknown,
  });
});
