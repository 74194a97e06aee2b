import { describe, expect, it } from 'vitest';
import { beginsAgainUntil } from '../../../gateway/src/schedule/after-emergency.ts';

const slot = { kind: 'bulletin', startsAt: 1_000_000, durationMs: 600_000 } as const;

describe('after an emergency', () => {
  it('a bulletin begins again while a minute of its window is left', () => {
    expect(beginsAgainUntil(slot)).toBe(1_000_000 + 540_000);
    expect(beginsAgainUntil({ ...slot, durationMs: 30_000 })).toBeLessThan(slot.startsAt);
  });

  it('music is dropped', () => {
    expect(beginsAgainUntil({ ...slot, kind: 'music' })).toBeNull();
  });
});
