import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { adviceOn, aptArguments, mayGoOnWithout, missing, toolsFor, wayToInstall } from './needs.mjs';
import { SetUpError, quietly, step } from './steps.mjs';

const usualFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const libraries = '/usr/lib';
const listsFolder = '/var/lib/apt/lists';
const listsGetOldMs = 24 * 60 * 60_000;

/** @param {string} executable */
function folderOf(executable, folders = pathFolders()) {
  return folders.find((folder) => {
    try {
      accessSync(join(folder, executable), constants.X_OK);
      return statSync(join(folder, executable)).isFile();
    } catch {
      return false;
    }
  });
}

export const isThere = (/** @type {string} */ executable) =>
  executable.includes('/') ? isLibrary(executable) : folderOf(executable) !== undefined;

/**
 * Debian keeps what has no program in a folder of the machine's architecture, or of a language.
 * @param {string} file
 */
function isLibrary(file) {
  const folders = existsSync(libraries) ? readdirSync(libraries) : [];
  return folders.some((folder) => existsSync(join(libraries, folder, file)));
}
const pathFolders = () => (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);

/** @param {string} folder */
function addToPath(folder) {
  process.env['PATH'] = [...pathFolders(), folder].join(delimiter);
}

/**
 * Sees that the command's Debian packages are there.
 * @param {import('./needs.mjs').Command} command
 */
export async function provideTools(command) {
  // Debian keeps daemons in a folder that is on root's PATH only.
  if (!pathFolders().includes('/usr/sbin')) addToPath('/usr/sbin');
  const lacking = missing(toolsFor(command), isThere);
  if (lacking.length === 0) return;
  const troubles = await install(lacking);
  const still = missing(lacking, isThere);
  if (still.length === 0) return;

  if (!mayGoOnWithout(command)) throw new SetUpError(adviceOn(still, troubles));
  console.warn(`${adviceOn(still, troubles)}\nGoing on without: what needs them will not work.\n`);
}

/**
 * Installs by apt when that may be done without asking. Never throws: says what stood in the way.
 * @param {readonly import('./needs.mjs').Tool[]} lacking
 * @returns {Promise<string[]>}
 */
export async function install(lacking) {
  const root = process.getuid?.() === 0;
  const aptGet = isThere('apt-get') || folderOf('apt-get', usualFolders) !== undefined;
  const way = wayToInstall({ root, aptGet, sudo: !root && aptGet && sudoWorks() });
  if (way === 'ask') return [];
  const [program = '', ...prefix] = [
    ...(way === 'sudo apt-get' ? ['sudo', '-n'] : []),
    ...[
      '/usr/bin/env',
      'DEBIAN_FRONTEND=noninteractive',
      `PATH=${[...pathFolders(), ...usualFolders].join(delimiter)}`,
    ],
  ];
  const run = (/** @type {readonly string[]} */ ...args) => quietly(program, [...prefix, ...args]);

  const names = lacking.map((tool) => tool.package).join(', ');
  try {
    await step(`System packages: ${names}`, async () => {
      // Without the internet the lists stay old, and what is on the disk may still do.
      if (listsAreOld()) await run('apt-get', 'update').catch(() => undefined);
      await run('apt-get', ...aptArguments(lacking));
      for (const { service } of lacking) {
        if (service && isThere('systemctl')) await run('systemctl', 'disable', '--now', service).catch(() => undefined);
      }
    });
  } catch (error) {
    if (error instanceof SetUpError) return [error.message];
    throw error;
  }
  lookFurther(lacking);
  return [];
}

/**
 * Installed, yet not on a narrow PATH: looks where Debian puts things.
 * @param {readonly import('./needs.mjs').Tool[]} installed
 */
function lookFurther(installed) {
  for (const executable of installed.flatMap((tool) => tool.executables)) {
    if (isThere(executable)) continue;
    const folder = folderOf(executable, usualFolders);
    if (!folder) continue;
    addToPath(folder);
    console.log(`Using ${executable} of ${folder}, which is not on PATH.`);
  }
}

function sudoWorks() {
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function listsAreOld() {
  const lists = readdirSync(listsFolder).filter((name) => name.includes('_Packages'));
  const newest = Math.max(0, ...lists.map((name) => statSync(join(listsFolder, name)).mtimeMs));
  return Date.now() - Math.max(newest, lists.length > 0 ? statSync(listsFolder).mtimeMs : 0) > listsGetOldMs;
}
