import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../gateway/src/storage/storage.ts';
import { startChild } from '../../support/child.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const beside = (name: string) => join(import.meta.dirname, name);

test('a failing statement never ends the process', async () => {
  const child = await startChild(beside('failing.child.ts'), [join(await tempFolder(), 'village.sqlite')]);
  const { code, signal, errors } = await child.ended;
  expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: '' });
  expect(child.lines).toEqual([Array(8).fill('rejected').join(' '), 'alive']);
});

test('killed while it writes, the gateway finds every committed transaction and no half of another', async () => {
  const file = join(await tempFolder(), 'village.sqlite');
  const child = await startChild(beside('writer.child.ts'), [file]);
  await child.said('100');
  child.process.kill('SIGKILL');
  await child.ended;
  const said = Number(child.lines.at(-1));

  const storage = await openDatabase(file);
  expect(await storage.get('pragma quick_check')).toEqual({ quick_check: 'ok' });
  const halves = await storage.all('select n from pairs group by n having count(*) <> 2');
  expect(halves).toEqual([]);
  const { n: kept } = (await storage.get<{ n: number }>('select max(n) as n from pairs'))!;
  await storage.close();
  // One more may have been committed before it could say so.
  expect(kept - said).toBeGreaterThanOrEqual(0);
  expect(kept - said).toBeLessThanOrEqual(1);
});
