import { execFile, type ExecFileException } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';

/** The command as built, without a gateway; resolves with what it printed, or its error. */
function order(args: readonly string[], input = ''): Promise<{ code: number; out: string; said: string }> {
  return new Promise((resolve) => {
    const done = (error: ExecFileException | null, out: string, said: string) =>
      resolve({ code: Number(error?.code ?? 0), out, said });
    execFile(process.execPath, ['gateway/dist/firmware-files.js', ...args], done).stdin?.end(input);
  });
}

const toml = 'village = "ngot"\nhost = "10.0.0.1"\n[[relays]]\nname = "Cột đình"\ndriver = "tasmota"\n';

it('makes the files of an order that is piped in, for nobody else to read', async () => {
  const folder = join(await tempFolder(), 'files');
  const { code, out } = await order([folder], toml);
  expect([
    code,
    out
      .trimEnd()
      .split('\n')
      .map((path) => path.slice(folder.length + 1)),
  ]).toEqual([0, ['relay-cot-dinh/tasmota.txt', 'mosquitto-passwords.txt', 'mosquitto-acl.txt']]);
  const paste = join(folder, 'relay-cot-dinh/tasmota.txt');
  expect(await readFile(paste, 'utf8')).toMatch(/^Backlog SetOption0 0; .*MqttHost 10\.0\.0\.1; /);
  expect((await stat(paste)).mode & 0o777).toBe(0o600);
});

it('takes the order from a file too, as TOML or JSON, and overwrites no password', async () => {
  const folder = await tempFolder();
  const files = join(folder, 'files');
  const json = { village: 'ngot', host: 'h', buttons: [{ name: 'A', driver: 'tasmota' }] };
  await writeFile(join(folder, 'order.json'), JSON.stringify(json));
  await writeFile(join(folder, 'order.toml'), toml);
  expect(await order([files, join(folder, 'order.json')])).toMatchObject({ code: 0 });
  const again = await order([files, join(folder, 'order.toml')]);
  expect(again).toMatchObject({ code: 1, out: '' });
  expect(again.said).toContain('is not empty');
});

it.each([
  ['no order', [], ''],
  ['an order that is neither', ['x'], 'village: ngot'],
  ['an order without a host', ['x'], 'village = "ngot"'],
  ['a file that is not there', ['x', '/nowhere/order.toml'], ''],
])('with %s says in a line what is wrong', async (_, args, input) => {
  const { code, said } = await order(args, input);
  expect([code, said.trimEnd().split('\n').length]).toEqual([1, 1]);
});
