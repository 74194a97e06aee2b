import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { longest } from '../../support/longest-files.ts';

it('each test file that is to begin early is there, and named once', () => {
  expect(longest.filter((name) => !existsSync(`test/${name}.test.ts`))).toEqual([]);
  expect(new Set(longest).size).toBe(longest.length);
});
