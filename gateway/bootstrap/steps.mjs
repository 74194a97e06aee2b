import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stdout } from 'node:process';

/** Trouble that is told to the person in its own words, without a stack. */
export class SetUpError extends Error {}

let count = 0;

/**
 * Shows one numbered step and how long it takes: a live line on a terminal, a line every ten seconds elsewhere.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const startedAt = performance.now();
  const elapsed = () => `${Math.round((performance.now() - startedAt) / 1000)} s`;
  const live = stdout.isTTY;
  // A line that wraps cannot be drawn again in place.
  const room = live ? Math.max(40, (stdout.columns || 80) - 20) : Infinity;
  const label = `[${++count}] ${title}`.slice(0, room);
  stdout.write(live ? label : `${label} …\n`);
  const timer = setInterval(
    () => stdout.write(live ? `\r\x1b[2K${label} … ${elapsed()}` : `${label} … ${elapsed()}\n`),
    live ? 1_000 : 10_000,
  );
  let ending = 'failed after';
  try {
    const result = await work();
    ending = 'done in';
    return result;
  } finally {
    clearInterval(timer);
    stdout.write(`${live ? '\r\x1b[2K' : ''}${label}: ${ending} ${elapsed()}\n`);
  }
}

/**
 * Runs a program out of sight. Its output goes to a file, shown (its last lines) and kept only when it fails.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, linesShown?: number }} [options]
 */
export async function quietly(program, args, { env = process.env, linesShown = 30 } = {}) {
  const log = join(mkdtempSync(join(tmpdir(), 'loa-thon-')), 'output.log');
  const file = openSync(log, 'w');
  try {
    const code = await ended(spawn(program, args, { stdio: ['ignore', file, file], env: { ...env, NO_COLOR: '1' } }));
    if (code !== 0) throw new SetUpError(report(`${[program, ...args].join(' ')} ended with ${code}`, log, linesShown));
  } finally {
    closeSync(file);
  }
  rmSync(dirname(log), { recursive: true });
}

/**
 * Resolves with a child's exit code (128 + n after signal n, as a shell says it). Whoever stops us stops the child.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function ended(child) {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const pass = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  /** @type {Promise<number>} */
  const exit = new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetUpError(`${child.spawnfile} could not be run: ${error.message}`)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
  });
  return exit.finally(() => {
    for (const signal of signals) process.off(signal, pass);
  });
}

/**
 * @param {string} headline
 * @param {string} log
 * @param {number} linesShown
 */
function report(headline, log, linesShown) {
  const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-linesShown);
  return [`${headline}. Its last lines:`, ...tail.map((line) => `  | ${line}`), `All of it: ${log}`].join('\n');
}
