import { openDatabase } from '../../../gateway/src/storage/storage.ts';

/** Writes pairs in transactions and says which are committed, until it is killed. */
const [file = ''] = process.argv.slice(2);
const storage = await openDatabase(file);
await storage.script('create table if not exists pairs (n integer, half text) strict;');
for (let n = 1; ; n++) {
  await storage.transaction(async (tx) => {
    await tx.run('insert into pairs values (?, ?)', [n, 'left']);
    await tx.run('insert into pairs values (?, ?)', [n, 'right']);
  });
  process.stdout.write(`${n}\n`);
}
