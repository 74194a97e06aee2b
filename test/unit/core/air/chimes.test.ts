import { expect, it } from 'vitest';
import type { ChimeState } from '../../../../gateway/src/contract/index.ts';
import { chimesAround, chosenChimes, firstDefaults } from '../../../../gateway/src/core/air/chimes.ts';
import { airLengthMs } from '../../../../gateway/src/core/air/length.ts';

const usual = { opening: 'default', closing: 'default' } as const;
const shipped = { opening: 'mo-dau', closing: 'ket-thuc' };
const atFirst: ChimeState = { defaults: firstDefaults, shipped };

it('announces news with the chimes that come with the gateway, and music with none, until the village says otherwise', () => {
  expect(chosenChimes(usual, 'bulletin', atFirst)).toEqual({
    opening: { recordingId: 'mo-dau', shipped: true },
    closing: { recordingId: 'ket-thuc', shipped: true },
  });
  expect(chosenChimes(usual, 'music', atFirst)).toEqual({ opening: null, closing: null });
});

it("follows the village's own choice, and a programme's before that", () => {
  const own: ChimeState = {
    defaults: { ...firstDefaults, bulletin: { opening: { recordingId: 'trong' }, closing: 'none' } },
    shipped,
  };
  expect(chosenChimes(usual, 'bulletin', own)).toEqual({
    opening: { recordingId: 'trong', shipped: false },
    closing: null,
  });
  expect(chosenChimes({ opening: 'none', closing: { recordingId: 'keng' } }, 'bulletin', own)).toEqual({
    opening: null,
    closing: { recordingId: 'keng', shipped: false },
  });
});

it('rings once where the content begins or ends with the same sound', () => {
  const chosen = chosenChimes(usual, 'bulletin', atFirst);
  expect(chimesAround(['tin'], chosen)).toEqual(shipped);
  expect(chimesAround(['mo-dau', 'tin', 'ket-thuc'], chosen)).toEqual({ opening: null, closing: null });
});

it('is silent where the shipped chimes are not in the folder', () => {
  const bare = { ...atFirst, shipped: { opening: null, closing: null } };
  expect(chosenChimes(usual, 'bulletin', bare)).toEqual({ opening: null, closing: null });
});

it('a broadcast is as long as its chimes and its content, said once for each turn; without a content there is nothing to announce', () => {
  expect(airLengthMs({ contentMs: 60_000, openingMs: 4_000, closingMs: 5_000, turns: 1 })).toBe(69_000);
  expect(airLengthMs({ contentMs: 60_000, openingMs: 4_000, closingMs: 5_000, turns: 3 })).toBe(189_000);
  expect(airLengthMs({ contentMs: 0, openingMs: 4_000, closingMs: 5_000, turns: 3 })).toBe(0);
});
