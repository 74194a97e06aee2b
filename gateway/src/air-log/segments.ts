/** Aired sound on the shelf: files that each hold one stretch without a gap, named by the instant it began. Pure. */
export interface Segment {
  readonly outputId: string;
  /** Epoch ms of its first sample. */
  readonly startAt: number;
  readonly endAt: number;
  readonly bytes: number;
  /** It still grows. */
  readonly open: boolean;
}

/** A part of a segment that answers a part of a question. */
export interface Passage {
  readonly segment: Segment;
  /** Epoch ms, both within the segment. */
  readonly from: number;
  readonly to: number;
}

const hourMs = 3_600_000;
const ending = '.opus';

/** `2026-11-24T05-00-00.000Z.opus`: sorts by time, and no file system minds it. */
export function segmentName(startAt: number): string {
  return new Date(startAt).toISOString().replaceAll(':', '-') + ending;
}

/** When the segment of that name begins; null: it is none. */
export function startOfSegment(name: string): number | null {
  const [, day, hours, minutes, rest] = /^(\d{4}-\d{2}-\d{2}T)(\d{2})-(\d{2})-(\d{2}\.\d{3}Z)\.opus$/.exec(name) ?? [];
  if (rest === undefined) return null;
  const startAt = Date.parse(`${day}${hours}:${minutes}:${rest}`);
  return Number.isNaN(startAt) ? null : startAt;
}

/** The end of the hour, of UTC, that `at` lies in: there a segment ends and the next begins. */
export function endOfHour(at: number): number {
  return (Math.floor(at / hourMs) + 1) * hourMs;
}

/** What is held of an output between two instants, in order and nothing twice: where two overlap, the earlier goes on. */
export function passagesBetween(
  segments: readonly Segment[],
  outputId: string,
  from: number,
  to: number,
): readonly Passage[] {
  const passages: Passage[] = [];
  let heldTo = from;
  const touching = segments.filter((one) => one.outputId === outputId && one.startAt < to && one.endAt > from);
  for (const segment of touching.sort((a, b) => a.startAt - b.startAt)) {
    const begin = Math.max(segment.startAt, heldTo);
    const end = Math.min(segment.endAt, to);
    if (end <= begin) continue;
    passages.push({ segment, from: begin, to: end });
    heldTo = end;
  }
  return passages;
}
