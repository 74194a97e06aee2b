import { defineConfig } from 'vitest/config';

/**
 * A kind of test: its folder under `test/`, how long one may take, and how many of its files run side by side. A scenario
 * mostly waits for relays and leases; sinks are judged by the millisecond, and a browser wants the machine for itself.
 */
const kinds = [
  { name: 'unit', timeoutMs: 5_000, sideBySide: 2 },
  { name: 'conformance', timeoutMs: 30_000, sideBySide: 1 },
  { name: 'integration', timeoutMs: 60_000, sideBySide: 2 },
  { name: 'scenarios', timeoutMs: 180_000, sideBySide: 2 },
  { name: 'e2e', timeoutMs: 180_000, sideBySide: 1 },
];

/** One kind after the other: pure rules first, in milliseconds; whole villages and browsers last. */
export default defineConfig({
  test: {
    projects: kinds.map(({ name, timeoutMs, sideBySide }, groupOrder) => ({
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        testTimeout: timeoutMs,
        hookTimeout: timeoutMs,
        maxWorkers: sideBySide,
        sequence: { groupOrder },
      },
    })),
  },
});
