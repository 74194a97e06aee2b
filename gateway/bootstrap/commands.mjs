import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { provideNpmPackages } from './npm-packages.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { SetUpError, ended } from './steps.mjs';
import { provideTools } from './system.mjs';
import { runTests } from './tests.mjs';

/** @typedef {import('./needs.mjs').Command} Command */

/** @type {Record<Command, { ready: readonly ((command: Command) => Promise<void>)[], go: (args: string[]) => Promise<void> }>} */
const commands = {
  start: { ready: [provideTools, provideNpmPackages, build], go: (args) => become('gateway/dist/main.js', args) },
  demo: {
    ready: [provideTools, provideNpmPackages, build],
    go: (args) => become('gateway/dist/simulator/demo.js', args),
  },
  firmware: { ready: [provideNpmPackages, build], go: (args) => become('gateway/dist/firmware-files.js', args) },
  build: { ready: [provideTools, provideNpmPackages, build], go: async () => undefined },
  test: { ready: [provideTools, provideNpmPackages, build], go: async (args) => exitWith(await runTests(args)) },
  check: { ready: [provideNpmPackages], go: async () => exitWith(await check()) },
  bench: { ready: [provideTools, provideNpmPackages, build], go: async (args) => exitWith(await bench(args)) },
};

/**
 * Does what `node gateway/bootstrap.mjs <command> [arguments]` asks.
 * @param {readonly string[]} words
 */
export async function obey([word = '', ...args]) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  process.chdir(root);
  if (!Object.hasOwn(commands, word)) {
    console.error(`What is to be done? One of: ${Object.keys(commands).join(', ')}.`);
    return exitWith(2);
  }
  const command = /** @type {Command} */ (word);
  const { ready, go } = commands[command];
  try {
    await oneAtATime(root, async () => {
      for (const provide of ready) await provide(command);
    });
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    console.error(`\n${error.message}`);
    return exitWith(1);
  }
  await go(args);
}

/**
 * Goes on as the gateway itself, in this process: signals reach it, and no second Node is paid for.
 * @param {string} file
 * @param {readonly string[]} args
 */
async function become(file, args) {
  const path = resolve(file);
  process.argv = [execPath, path, ...args];
  await import(pathToFileURL(path).href);
}

/** @param {readonly string[]} args */
function bench(args) {
  const vitest = ['node_modules/.bin/vitest', 'run', '--config', 'test/bench/vitest.config.ts', ...args];
  return ended(spawn(execPath, vitest, { stdio: 'inherit' }));
}

/** @param {number} code */
function exitWith(code) {
  process.exitCode = code;
}
