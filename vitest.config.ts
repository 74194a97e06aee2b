import { defineConfig } from 'vitest/config';

/** A kind of test: its folder under `test/`, how long one may take, and whether its files may run side by side. */
const kinds = [
  { name: 'unit', timeoutMs: 5_000, sideBySide: true },
  { name: 'conformance', timeoutMs: 30_000, sideBySide: true },
  { name: 'integration', timeoutMs: 60_000, sideBySide: true },
  { name: 'scenarios', timeoutMs: 180_000, sideBySide: false },
  { name: 'e2e', timeoutMs: 180_000, sideBySide: false },
];

/** One kind after the other: pure rules first, in milliseconds; whole villages and browsers last, a file at a time. */
export default defineConfig({
  test: {
    projects: kinds.map(({ name, timeoutMs, sideBySide }, groupOrder) => ({
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        testTimeout: timeoutMs,
        hookTimeout: timeoutMs,
        fileParallelism: sideBySide,
        sequence: { groupOrder },
      },
    })),
  },
});
