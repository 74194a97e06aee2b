import { expect, test } from 'vitest';
import { createReadLine } from '../../../gateway/src/audio/sinks/read-line.ts';

test('a server that reads in pieces is known to have read no more than it can have, and hardly less', () => {
  expect(createReadLine().frameAt(0)).toBeNull();
  for (const piece of [512, 1_024, 4_096]) {
    const line = createReadLine();
    // It reads a piece whenever one has sounded; asked every 50 ms, and not quite on time.
    const readBy = (ms: number) => piece * (2 + Math.floor((ms * 48) / piece));
    for (let at = 3; at < 4_000; at += 50 + (at % 3)) {
      line.report(readBy(at), at);
      if (at < 2_100) continue;
      const surely = piece * 2 + at * 48;
      expect(line.frameAt(at)).toBeLessThanOrEqual(surely);
      expect(line.frameAt(at)).toBeGreaterThan(surely - 10 * 48);
    }
  }
});

test('after it ran dry it is looked at anew', () => {
  const line = createReadLine();
  line.report(9_600, 100);
  line.restart();
  line.report(9_600, 300);
  expect(line.frameAt(310)).toBe(9_600 + 480);
});
