import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `npx vitest run --config test/bench/vitest.config.ts [name]`: one bench at a time, each prints one table. Build first. */
export default defineConfig({
  test: {
    include: ['test/bench/**/*.run.ts'],
    root: fileURLToPath(new URL('../..', import.meta.url)),
    fileParallelism: false,
    testTimeout: 20 * 60_000,
    hookTimeout: 60_000,
    disableConsoleIntercept: true,
  },
});
