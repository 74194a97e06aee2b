import { execPath } from 'node:process';
import { SetUpError, quietly, step } from './steps.mjs';

/** Each is what a contributor could also run alone. */
const checks = {
  'Types of the gateway': 'tsc -p tsconfig.json --noEmit --tsBuildInfoFile node_modules/.cache/tsc/gateway.tsbuildinfo',
  'Types of the tests': 'tsc -p test/tsconfig.json --noEmit',
  'Types of the panel': 'svelte-check --tsconfig ui/tsconfig.json --fail-on-warnings --output human',
  'Fences between folders': 'depcruise --config .dependency-cruiser.cjs gateway/src ui/src',
  'House rules': 'eslint . --max-warnings 0 --cache --cache-location node_modules/.cache/eslint/',
  Format: 'prettier --check . --log-level warn',
};

/**
 * Runs every check, also after one has failed, then shows what each failure said.
 * @returns {Promise<number>} the exit code
 */
export async function check() {
  /** @type {string[]} */
  const failures = [];
  for (const [title, command] of Object.entries(checks)) {
    const [program = '', ...args] = command.split(' ');
    try {
      await step(title, () => quietly(execPath, [`node_modules/.bin/${program}`, ...args], { linesShown: 300 }));
    } catch (error) {
      if (!(error instanceof SetUpError)) throw error;
      failures.push(`${title}\n${error.message}`);
    }
  }
  if (failures.length > 0) console.error(`\n${failures.join('\n\n')}`);
  console.log(
    failures.length > 0 ? `\n${failures.length} of ${Object.keys(checks).length} checks failed.` : 'All well.',
  );
  return failures.length > 0 ? 1 : 0;
}
