import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { compilers, lineToRun, missing, packagesFit } from './needs.mjs';
import { SetUpError, quietly, step } from './steps.mjs';
import { install, isThere } from './system.mjs';

/** Sees that node_modules is what package-lock.json says, and that its one native package loads in this Node. */
export async function provideNpmPackages() {
  if (!packagesFit(readJson('package-lock.json'), readJson('node_modules/.package-lock.json'))) {
    // Install scripts are left out: npm 12 would block them without a word, and only sqlite3 has one.
    const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
    await step('npm packages', () => quietly('npm', args));
  }
  if (!sqliteLoads()) await step('sqlite3 for this machine', buildSqlite);
}

async function buildSqlite() {
  const rebuild = () => quietly('npm', ['rebuild', 'sqlite3', '--foreground-scripts'], compilerEnvironment());
  try {
    await rebuild(); // takes the prebuilt binary where that can be reached, else compiles: 90–180 s
  } catch (error) {
    const lacking = missing(compilers, isThere);
    if (lacking.length === 0) throw error;
    await install(lacking);
    if (missing(compilers, isThere).length > 0) {
      throw new SetUpError(`sqlite3 must be compiled here. Run this line once:\n\n  ${lineToRun(lacking)}\n`);
    }
    await rebuild();
  }
  if (!sqliteLoads())
    throw new SetUpError('sqlite3 was built and still does not load: remove node_modules, try again.');
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
