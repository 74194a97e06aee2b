import { defineConfig } from 'vitest/config';

const node = (name: string, timeoutMs: number, parallel: boolean) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    fileParallelism: parallel,
  },
});

/** Pure rules in milliseconds first; whatever touches a wire or a browser runs a file at a time. */
export default defineConfig({
  test: {
    projects: [
      node('unit', 5_000, true),
      node('conformance', 30_000, true),
      node('integration', 60_000, true),
      node('scenarios', 180_000, false),
      node('e2e', 180_000, false),
    ],
  },
});
