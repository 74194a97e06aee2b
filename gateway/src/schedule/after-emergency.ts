import type { ProgrammeKind } from '../contract/index.ts';

/** So much of its window must be left, or a bulletin does not begin again after an emergency. */
const leastLeftMs = 60_000;

/**
 * Until when a slot that an emergency cut into may begin again, from its start; null: music is dropped. Pure.
 * Its window is as long as its content, from the moment it was planned for.
 */
export function beginsAgainUntil(slot: {
  readonly kind: ProgrammeKind;
  readonly startsAt: number;
  readonly durationMs: number;
}): number | null {
  return slot.kind === 'bulletin' ? slot.startsAt + slot.durationMs - leastLeftMs : null;
}
