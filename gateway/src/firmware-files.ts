/**
 * `npm run firmware -- <folder> [order.toml | order.json]`: writes what is put into devices, without a gateway. The order
 * comes from a file or standard input; `gateway/src/firmware/order.ts` says what is in it, `firmware-config/README.md` how.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseToml } from './config/toml.ts';
import { AppError, messageOf } from './core/errors.ts';
import { templatesIn } from './firmware/firmware.ts';
import { filesOf } from './firmware/order.ts';

const templatesFolder = join(import.meta.dirname, '../../firmware-config');
const [folder, orderFile] = process.argv.slice(2);

try {
  if (folder === undefined) throw new AppError('firmware.order', 400, 'Say which folder the files go into.');
  const order = orderFile === undefined ? await text(process.stdin) : await readFile(orderFile, 'utf8');
  const files = filesOf(parse(order), templatesIn(templatesFolder));
  if ((await readdir(folder).catch(() => [])).length > 0) {
    throw new AppError(
      'firmware.order',
      409,
      `'${folder}' is not empty: passwords that are there are not overwritten.`,
    );
  }
  for (const { path, text: content } of files) {
    const target = resolve(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content, { mode: 0o600, flag: 'wx' });
    process.stdout.write(`${join(folder, path)}\n`);
  }
} catch (error) {
  if (!(error instanceof AppError) && !isFileTrouble(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function parse(order: string): unknown {
  if (order.trimStart().startsWith('{')) {
    try {
      return JSON.parse(order);
    } catch (cause) {
      throw new AppError('firmware.order', 400, `The order is no JSON: ${firstLine(cause)}`, { cause });
    }
  }
  try {
    return parseToml(order);
  } catch (cause) {
    throw new AppError('firmware.order', 400, `The order is no TOML: ${firstLine(cause)}`, { cause });
  }
}

function firstLine(cause: unknown): string {
  return messageOf(cause).split('\n')[0] ?? '';
}

function isFileTrouble(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
