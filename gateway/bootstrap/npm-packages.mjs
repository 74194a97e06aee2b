import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { adviceOn, compilers, missing, packagesFit } from './needs.mjs';
import { SetUpError, quietly, step } from './steps.mjs';
import { install, isThere } from './system.mjs';

/** Sees that node_modules is what package-lock.json says, and that its one native package loads in this Node. */
export async function provideNpmPackages() {
  if (!packagesFit(readJson('package-lock.json'), readJson('node_modules/.package-lock.json'))) {
    // Install scripts are left out: npm 12 would block them without a word, and only sqlite3 has one.
    const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
    await step('npm packages', () => quietly('npm', args));
  }
  if (!sqliteLoads()) await provideSqlite();
}

/** Takes the prebuilt binary where that can be reached, else compiles, for which Debian may lack the tools. */
async function provideSqlite() {
  const rebuild = () => quietly('npm', ['rebuild', 'sqlite3', '--foreground-scripts'], { env: compilerEnvironment() });
  const lacking = missing(compilers, isThere);
  if (lacking.length > 0) {
    if (await step('sqlite3, looking for a prebuilt one', () => rebuild().then(sqliteLoads, () => false))) return;
    const troubles = await install(lacking);
    const still = missing(compilers, isThere);
    if (still.length > 0) throw new SetUpError(`sqlite3 must be compiled here. ${adviceOn(still, troubles)}`);
  }
  await step('sqlite3, compiled here (minutes on a small computer)', rebuild);
  if (!sqliteLoads()) throw new SetUpError('sqlite3 was built and does not load: remove node_modules and try again.');
}

/** The headers that came with this Node spare node-gyp a download. */
function compilerEnvironment() {
  const home = resolve(process.execPath, '../..');
  return existsSync(`${home}/include/node/node.h`) ? { ...process.env, npm_config_nodedir: home } : process.env;
}

function sqliteLoads() {
  try {
    createRequire(resolve('package.json'))('sqlite3');
    return true;
  } catch {
    return false;
  }
}

/** @param {string} path */
function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
