import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSecretBox } from '../../../gateway/src/core/secret-box.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const password = 'mật khẩu của ông Tư';

test('what was sealed before a restart is read after it', async () => {
  const file = join(await tempFolder(), 'secrets.key');
  const sealed = (await openSecretBox(file)).seal(password);
  expect(sealed).not.toContain(password);
  expect((await openSecretBox(file)).open(sealed)).toBe(password);
});

test('only the user of the gateway may read the key', async () => {
  const file = join(await tempFolder(), 'secrets.key');
  await openSecretBox(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file)).toHaveLength(32);
});

test('the same password sealed twice looks different', async () => {
  const box = await openSecretBox(join(await tempFolder(), 'secrets.key'));
  expect(box.seal(password)).not.toBe(box.seal(password));
});

test('with the key of another gateway nothing is told, and nothing fails', async () => {
  const folder = await tempFolder();
  const sealed = (await openSecretBox(join(folder, 'one.key'))).seal(password);
  expect((await openSecretBox(join(folder, 'other.key'))).open(sealed)).toBeNull();
});

test('what was spoiled is not half read', async () => {
  const box = await openSecretBox(join(await tempFolder(), 'secrets.key'));
  const sealed = box.seal(password);
  const other = sealed.endsWith('A') ? 'BA' : 'AA';
  for (const spoiled of ['', 'v1.', 'v9.abc', sealed.slice(0, -8), `${sealed.slice(0, -2)}${other}`, password]) {
    expect(box.open(spoiled)).toBeNull();
  }
});

test('a key file that a power cut left empty is set aside, and the village goes on', async () => {
  const file = join(await tempFolder(), 'secrets.key');
  await writeFile(file, '');
  const box = await openSecretBox(file);
  expect(box.open(box.seal(password))).toBe(password);
  expect(await readFile(`${file}.damaged`)).toHaveLength(0);
});
