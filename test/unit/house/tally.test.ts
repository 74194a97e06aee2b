import { describe, expect, it } from 'vitest';
import { tallyOf } from '../../../gateway/bootstrap/tests.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

describe('the closing line of npm test', () => {
  it('counts what passed and what failed, over all files', () => {
    const testResults = [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')];
    expect(tallyOf({ testResults })).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  it('a skipped test is neither', () => {
    expect(tallyOf({ testResults: [file('passed', 'passed', 'skipped', 'todo', 'pending')] })).toEqual({
      passed: 1,
      failed: 0,
      skipped: 3,
    });
  });

  it('a file that could not be loaded is a failure, though none of its tests ran', () => {
    expect(tallyOf({ testResults: [file('failed')] })).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('a file whose set-up broke after some tests is one more failure', () => {
    expect(tallyOf({ testResults: [file('failed', 'passed', 'skipped')] })).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
    });
  });
});
