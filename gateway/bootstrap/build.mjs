import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { quietly, step } from './steps.mjs';

/**
 * @typedef {object} Product
 * @property {string} title
 * @property {string} folder where it goes; kept whole: built beside, then put in its place
 * @property {readonly string[]} madeOf files and folders
 * @property {(folder: string) => readonly string[]} command
 */

/** @type {readonly Product[]} */
const products = [
  {
    title: 'Gateway',
    folder: 'gateway/dist',
    madeOf: ['gateway/src', 'tsconfig.json', 'package.json', 'package-lock.json'],
    // Types are `npm run check`'s business: a small computer should not wait for them.
    command: (folder) => [
      ...['node_modules/.bin/tsc', '-p', 'tsconfig.json', '--noCheck', '--outDir', folder],
      ...['--incremental', 'false', '--tsBuildInfoFile', 'null'],
    ],
  },
  {
    title: 'Panel',
    folder: 'ui/dist',
    madeOf: [
      'ui/src',
      'ui/public',
      'ui/index.html',
      'ui/vite.config.ts',
      'gateway/src/contract',
      'firmware-config/wiring',
      'package-lock.json',
    ],
    command: (folder) => [
      ...['node_modules/.bin/vite', 'build', '--config', 'ui/vite.config.ts', '--logLevel', 'warn'],
      ...['--outDir', join(process.cwd(), folder)],
    ],
  },
];

/** Builds the gateway and the panel, each only when what it is made of has changed. */
export async function build() {
  for (const { title, folder, madeOf, command } of products) {
    const fingerprint = fingerprintOf(madeOf);
    const stamp = join(folder, '.made-of');
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) continue;
    await step(`${title}, build`, async () => {
      const fresh = `${folder}-new`;
      rmSync(fresh, { recursive: true, force: true });
      await quietly(execPath, command(fresh));
      writeFileSync(join(fresh, '.made-of'), fingerprint);
      replace(folder, fresh);
    });
  }
}

/**
 * A gateway that runs from `folder` meanwhile never finds half a file.
 * @param {string} folder
 * @param {string} fresh
 */
function replace(folder, fresh) {
  const old = `${folder}-old`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true, force: true });
}

/**
 * One hash over names and contents.
 * @param {readonly string[]} paths
 */
export function fingerprintOf(paths) {
  const hash = createHash('sha256');
  const add = (/** @type {string} */ path) => {
    if (!existsSync(path)) return;
    hash.update(`${path}\0`);
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(readFileSync(path)).update('\0');
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
