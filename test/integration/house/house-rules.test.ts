import { cp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plant, repository, runTool } from './plant.ts';

/** For each house rule a line that breaks it inside a feature. */
const breaches: Readonly<Record<string, readonly [rule: string, text: string]>> = {
  'a feature asks the machine for the time': ['no-restricted-properties', `export const at = Date.now();`],
  'a feature makes a date of now': ['no-restricted-syntax', `export const at = new Date();`],
  'a feature sets a timer of its own': ['no-restricted-globals', `setTimeout(() => undefined, 1_000);`],
  'a feature takes timers from Node': ['no-restricted-imports', `import 'node:timers/promises';`],
  'a feature sets a deadline past the clock': [
    'no-restricted-properties',
    `export const signal = AbortSignal.timeout(5_000);`,
  ],
  'a promise is left to fail unseen': [
    '@typescript-eslint/no-floating-promises',
    `const save = async (): Promise<void> => undefined;\nsave();`,
  ],
  'a feature writes to the console': ['no-console', `console.log('on air');`],
  'an enum': ['no-restricted-syntax', `export enum Priority {\n  Normal,\n}`],
  'a feature speaks Vietnamese': ['no-restricted-syntax', `export const message = 'Loa đang phát';`],
};

const behaved = `export const isDue = (nowMs: number, slotMs: number): boolean => new Date(nowMs) >= new Date(slotMs);\n`;

interface Verdict {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null }[];
}

describe('the house rules', () => {
  let folder: string;
  let code: number;
  let verdicts: Verdict[];
  const fileOf = (n: number) => `gateway/src/zones/breach-${n}.ts`;
  const rulesBrokenIn = (path: string) =>
    verdicts.find((each) => each.filePath === join(folder, path))?.messages.map((message) => message.ruleId);

  beforeAll(async () => {
    folder = await plant({
      'package.json': '{ "type": "module" }',
      'gateway/src/zones/behaved.ts': behaved,
      'gateway/src/core/clock/system-clock.ts': `export const now = (): number => Date.now();\n`,
      ...Object.fromEntries(Object.values(breaches).map(([, text], n) => [fileOf(n), `${text}\n`])),
    });
    await cp(join(repository, 'eslint.config.js'), join(folder, 'eslint.config.js'));
    await cp(join(repository, 'tsconfig.json'), join(folder, 'tsconfig.json'));
    await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
    const run = await runTool('eslint', ['--format', 'json', 'gateway/src'], folder);
    code = run.code;
    verdicts = JSON.parse(run.stdout) as Verdict[];
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('a breach makes the check fail', () => {
    expect(code).toBe(1);
  });

  it('a feature that behaves passes, and the clock may ask for the time', () => {
    expect(rulesBrokenIn('gateway/src/zones/behaved.ts')).toEqual([]);
    expect(rulesBrokenIn('gateway/src/core/clock/system-clock.ts')).toEqual([]);
  });

  it.each(Object.entries(breaches).map(([story, [rule]], n) => [story, rule, fileOf(n)] as const))(
    '%s: %s says so',
    (_story, rule, file) => {
      expect(rulesBrokenIn(file)).toContain(rule);
    },
  );
});
