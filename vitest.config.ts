import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { longest } from './test/support/longest-files.ts';

interface Kind {
  readonly name: string;
  readonly timeoutMs: number;
  readonly when: keyof typeof parts;
  /** False: its files leave nothing behind in their process, and share it. */
  readonly isolate?: false;
  readonly setupFiles?: string[];
  readonly globalSetup?: string[];
}

/** Parts of the run, one after the other, and how many files run side by side in each. */
const parts = {
  /** They only compute: as many as a small machine has cores. */
  rules: { order: 0, sideBySide: 2 },
  /** Judged by the millisecond: nothing else runs meanwhile. */
  sound: { order: 1, sideBySide: 2 },
  /** Most of them wait for relays, leases and whole minutes; the others compute meanwhile. */
  villages: { order: 2, sideBySide: 4 },
} as const;

/** A kind of test: its folder under `test/`, and how long one may take. */
const kinds: readonly Kind[] = [
  { name: 'unit', timeoutMs: 20_000, when: 'rules', isolate: false },
  { name: 'timing', timeoutMs: 30_000, when: 'sound' },
  { name: 'conformance', timeoutMs: 30_000, when: 'villages' },
  { name: 'integration', timeoutMs: 60_000, when: 'villages', setupFiles: ['test/support/gives-way.ts'] },
  { name: 'scenarios', timeoutMs: 180_000, when: 'villages' },
  { name: 'e2e', timeoutMs: 180_000, when: 'villages', globalSetup: ['test/e2e/prepared-village.ts'] },
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: kinds.map(({ name, timeoutMs, when, isolate = true, setupFiles = [], globalSetup = [] }) => ({
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        testTimeout: timeoutMs,
        hookTimeout: timeoutMs,
        isolate,
        setupFiles,
        globalSetup,
        maxWorkers: parts[when].sideBySide,
        sequence: { groupOrder: parts[when].order },
      },
    })),
  },
});
