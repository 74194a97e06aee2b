import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

interface Kind {
  readonly name: string;
  readonly timeoutMs: number;
  readonly sideBySide: number;
  readonly globalSetup?: string[];
}

/**
 * A kind of test: its folder under `test/`, how long one may take, and how many of its files run side by side. A scenario
 * mostly waits for relays and leases; what is judged by the millisecond has the machine for itself.
 */
const kinds: readonly Kind[] = [
  { name: 'unit', timeoutMs: 20_000, sideBySide: 2 },
  { name: 'timing', timeoutMs: 30_000, sideBySide: 1 },
  { name: 'conformance', timeoutMs: 30_000, sideBySide: 3 },
  { name: 'integration', timeoutMs: 60_000, sideBySide: 3 },
  { name: 'scenarios', timeoutMs: 180_000, sideBySide: 3 },
  { name: 'e2e', timeoutMs: 180_000, sideBySide: 2, globalSetup: ['test/e2e/prepared-village.ts'] },
];

/** Files that take minutes, the longest first: one that began last would be waited for alone. */
const longest = [
  'clock-faults',
  'village-hour',
  'power-cut',
  'relay-faults',
  'hardship',
  'quiet-hours',
  'wall',
  'whatever-happens',
  'programme',
  'people',
  'receivers',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

/** One kind after the other: pure rules first, in milliseconds; whole villages and browsers last. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: kinds.map(({ name, timeoutMs, sideBySide, globalSetup = [] }, groupOrder) => ({
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        testTimeout: timeoutMs,
        hookTimeout: timeoutMs,
        maxWorkers: sideBySide,
        globalSetup,
        sequence: { groupOrder },
      },
    })),
  },
});
