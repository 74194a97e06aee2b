import type { CameraEvent, CameraGap } from '#contract';
import type { Span } from '../../lib/day-strip.ts';
import { runsOf } from '../../lib/runs.ts';
import { dayMinutes, minuteMs, villageMoment } from '../../lib/time.ts';

/** An event on the line of its camera's day. */
export interface EventMark extends Span {
  readonly id: string;
  readonly kind: CameraEvent['kind'];
}

/** What one camera noticed in a day, and when nobody heard it. */
export interface CameraDay {
  readonly cameraId: string;
  readonly name: string;
  readonly marks: readonly EventMark[];
  readonly gaps: readonly Span[];
}

export interface CameraDaysFacts {
  readonly cameras: readonly { readonly id: string; readonly name: string }[];
  readonly events: readonly CameraEvent[];
  readonly gaps: readonly CameraGap[];
  /** Midnight and midnight, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly now: number;
}

/** What is rare is drawn last: on a busy day it would lie under what is not. */
const rank: Record<CameraEvent['kind'], number> = { motion: 0, 'line-crossed': 1, snapshot: 2, tamper: 3 };

/** One line for each camera, those that are gone but have events too. */
export function drawCameraDays({ cameras, events, gaps, from, to, now }: CameraDaysFacts): CameraDay[] {
  const known = new Set(cameras.map(({ id }) => id));
  const gone = new Map(
    events.filter(({ cameraId }) => !known.has(cameraId)).map((one) => [one.cameraId, one.cameraName]),
  );
  const lines = [...cameras, ...[...gone].map(([id, name]) => ({ id, name }))];
  const minutes = (at: number) => Math.min(dayMinutes, Math.max(0, ((at - from) / (to - from)) * dayMinutes));
  const end = (at: string | null) => (at === null ? Math.min(now, to) : Date.parse(at));
  return lines.map(({ id, name }) => ({
    cameraId: id,
    name,
    marks: events
      .filter(({ cameraId }) => cameraId === id)
      .sort((a, b) => rank[a.kind] - rank[b.kind])
      .map((one) => ({
        ...{ id: one.id, kind: one.kind },
        ...{ from: minutes(Date.parse(one.startedAt)), to: minutes(end(one.endedAt)) },
      })),
    gaps: gaps
      .filter(({ cameraId }) => cameraId === id)
      .map((gap) => ({ from: minutes(Date.parse(gap.from)), to: minutes(end(gap.to)) })),
  }));
}

/** `gaps`: silences of several cameras at the same time, for the same cause. */
export type Line =
  | { readonly at: string; readonly id: string; readonly event: CameraEvent }
  | { readonly at: string; readonly id: string; readonly gaps: readonly [CameraGap, ...CameraGap[]] };

/** A shorter silence is a hiccup of the network: on the strip, but no line of the list. */
const leastListedMs = minuteMs;

/** Events and silences as one list, newest first. */
export function linesOf(events: readonly CameraEvent[], gaps: readonly CameraGap[], now: number): Line[] {
  const endOf = ({ to }: CameraGap) => (to === null ? now : Date.parse(to));
  const listed = gaps.filter((gap) => endOf(gap) - Date.parse(gap.from) >= leastListedMs);
  const together = new Map<string, [CameraGap, ...CameraGap[]]>();
  for (const gap of listed) {
    // Nine cameras are told within seconds that the gateway is there again: to people it is one minute.
    const same = `${gap.from.slice(0, 16)} ${gap.to?.slice(0, 16) ?? ''} ${gap.why ?? ''}`;
    const others = together.get(same);
    if (others) others.push(gap);
    else together.set(same, [gap]);
  }
  const lines: Line[] = [
    ...events.map((event) => ({ at: event.startedAt, id: event.id, event })),
    ...[...together.values()].map((of) => ({ at: of[0].from, id: `${of[0].cameraId} ${of[0].from}`, gaps: of })),
  ];
  return lines.sort((a, b) => (a.at === b.at ? a.id.localeCompare(b.id) : a.at < b.at ? 1 : -1));
}

/** An hour of the village's and what is listed in it. */
export interface HourLines {
  /** Of its day too: what began before midnight is of another. */
  readonly id: string;
  /** `00`…`23` */
  readonly hour: string;
  readonly lines: readonly Line[];
}

export function hoursOf(lines: readonly Line[], zone: string): HourLines[] {
  const hourOf = ({ at }: Line) => {
    const { date, time } = villageMoment(at, zone);
    return `${date} ${time.slice(0, 2)}`;
  };
  return runsOf(lines, hourOf).map(({ key, items }) => ({ id: key, hour: key.slice(-2), lines: items }));
}

export type Sort = CameraEvent['kind'] | 'all' | 'kept';
export const sorts: readonly Sort[] = ['all', 'motion', 'line-crossed', 'tamper', 'snapshot', 'kept'];

export function isOfSort({ kind, kept }: Pick<CameraEvent, 'kind' | 'kept'>, sort: Sort): boolean {
  return sort === 'all' || (sort === 'kept' ? kept : kind === sort);
}

export function countOf(events: readonly CameraEvent[], sort: Sort): number {
  return events.filter((event) => isOfSort(event, sort)).length;
}
