import type { Segment } from './segments.ts';

export interface Limits {
  readonly now: number;
  readonly days: number;
  readonly mostBytes: number;
  /** Free on the disk now, and how much of it must stay free for everything else. */
  readonly freeBytes: number;
  readonly spareBytes: number;
}

const dayMs = 86_400_000;

/** Which segments go: what is too old, then the oldest until folder and disk have room again. Never one that grows. */
export function segmentsToRemove(segments: readonly Segment[], limits: Limits): readonly Segment[] {
  const oldestFirst = segments.filter(({ open }) => !open).sort((a, b) => a.endAt - b.endAt);
  let held = segments.reduce((sum, { bytes }) => sum + bytes, 0);
  let free = limits.freeBytes;
  return oldestFirst.filter((segment) => {
    const tooOld = segment.endAt < limits.now - limits.days * dayMs;
    if (!tooOld && held <= limits.mostBytes && free >= limits.spareBytes) return false;
    held -= segment.bytes;
    free += segment.bytes;
    return true;
  });
}
