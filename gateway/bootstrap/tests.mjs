import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { ended } from './steps.mjs';

/**
 * Runs vitest and closes with `N passed, N failed`, counted from its own report.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'loa-thon-tests-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const vitest = ['node_modules/.bin/vitest', 'run', ...reporters, ...args];
    const code = await ended(spawn(execPath, vitest, { stdio: 'inherit' }));
    const tally = tallyOf(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] });
    if (tally.skipped > 0) console.log(`${tally.skipped} skipped`);
    if (tally.passed + tally.failed === 0) console.log('No test ran: that proves nothing, so it counts as a failure.');
    if (code !== 0 && tally.failed === 0) console.log(`vitest itself ended with ${code}: see above.`);
    console.log(`${tally.passed} passed, ${tally.failed} failed`);
    return code === 0 && (tally.failed > 0 || tally.passed === 0) ? 1 : code;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * A file that could not even be loaded is one failure, since none of its tests ran.
 * @param {{ testResults: readonly { status: string, assertionResults: readonly { status: string }[] }[] }} report
 */
export function tallyOf({ testResults }) {
  const tests = testResults.flatMap((file) => file.assertionResults);
  const count = (/** @type {string} */ status) => tests.filter((test) => test.status === status).length;
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const passed = count('passed');
  const failed = count('failed');
  return { passed, failed: failed + broken.length, skipped: tests.length - passed - failed };
}
