import { openDatabase } from '../../../gateway/src/storage/storage.ts';

/** Does everything wrong that SQL can do wrong, and lives. */
const [file = ''] = process.argv.slice(2);
const storage = await openDatabase(file);
const failed: unknown[] = [];
const wrong: Promise<unknown>[] = [
  storage.run('this is no sql'),
  storage.get('select * from nowhere'),
  storage.all('select * from nowhere'),
  storage.script('create table t (id text) strict; nonsense;'),
  storage.run('insert into t values (?, ?)', [1, 2, 3]),
  storage.run('select ?', [1, 2, 3]),
  storage.transaction((tx) => tx.run('neither is this')),
  storage.transaction(() => Promise.reject(new Error('changed my mind'))),
];
for (const result of await Promise.allSettled(wrong)) failed.push(result.status);
process.stdout.write(`${failed.join(' ')}\n`);
await storage.close();
process.stdout.write('alive\n');
