import type { CameraMonth, CameraMonths, CameraOutage } from '../../contract/index.ts';
import { spanOf, type Span } from '../../core/month.ts';
import { addDays, toInstant, toLocal } from '../../core/village-time.ts';
import { stretchesOf, type Stretch, type Turn, type Watch } from './turns.ts';

export interface MonthFacts {
  /** `2026-11` */
  readonly month: string;
  readonly now: number;
  readonly timeZone: string;
  /** In the order they were written; of each camera the last before the month among them. */
  readonly turns: readonly Turn[];
  readonly watched: readonly Watch[];
  /** Those of today. */
  readonly cameras: readonly { readonly id: string; readonly name: string }[];
}

type Times = CameraMonth['times'];
/** A camera that goes and comes all day has hundreds; a sheet of paper has not. */
const mostOutages = 100;

/** How well each camera worked in a month of the village. Pure. */
export function monthOfCameras(facts: MonthFacts): CameraMonths {
  const { month, now, timeZone } = facts;
  const whole = spanOf(month, timeZone);
  const span = { from: whole.from, to: Math.min(whole.to, Math.max(now, whole.from)) };
  const byCamera = new Map<string, Turn[]>();
  for (const turn of facts.turns) byCamera.set(turn.cameraId, [...(byCamera.get(turn.cameraId) ?? []), turn]);
  const nameOf = new Map(facts.cameras.map(({ id, name }) => [id, name]));
  const cameras = [...byCamera].flatMap(([cameraId, turns]) => {
    const stretches = stretchesOf(turns, facts.watched, span);
    if (stretches.length === 0) return [];
    const name = nameOf.get(cameraId) ?? turns.at(-1)?.name ?? cameraId;
    return [{ cameraId, name, present: nameOf.has(cameraId), ...sumUp(stretches, span, facts) }];
  });
  return {
    month,
    until: new Date(span.to).toISOString(),
    cameras: cameras.sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true })),
  };
}

function sumUp(stretches: readonly Stretch[], span: Span, { now, timeZone }: MonthFacts) {
  const times = timesIn(stretches, span);
  const outages = outagesOf(stretches, now);
  const known = times.working + times.out;
  const longest = [...outages].sort((a, b) => b.seconds - a.seconds).slice(0, mostOutages);
  return {
    times,
    percent: known === 0 ? null : Math.floor((10_000 * times.working) / known) / 100,
    outageCount: outages.length,
    longestSeconds: longest[0]?.seconds ?? 0,
    outages: longest.sort((a, b) => a.from.localeCompare(b.from)),
    days: daysOf(span, timeZone).map(({ date, ...day }) => ({ date, times: timesIn(stretches, day) })),
  };
}

function timesIn(stretches: readonly Stretch[], { from, to }: Span): Times {
  const ms = { working: 0, out: 0, planned: 0, unknown: 0 };
  for (const stretch of stretches) {
    ms[stretch.state] += Math.max(0, Math.min(stretch.to, to) - Math.max(stretch.from, from));
  }
  const seconds = (state: keyof Times) => Math.round(ms[state] / 1_000);
  return {
    working: seconds('working'),
    out: seconds('out'),
    planned: seconds('planned'),
    unknown: seconds('unknown'),
  };
}

function outagesOf(stretches: readonly Stretch[], now: number): CameraOutage[] {
  const outages: Stretch[][] = [];
  for (const stretch of stretches) {
    if (stretch.state !== 'out') continue;
    const last = outages.at(-1);
    if (last?.at(-1)?.to === stretch.from) last.push(stretch);
    else outages.push([stretch]);
  }
  return outages.flatMap((parts) => {
    const [first] = parts;
    const last = parts.at(-1);
    if (!first || !last) return [];
    const seconds = Math.round((last.to - first.from) / 1_000);
    const to = last.to === now ? null : new Date(last.to).toISOString();
    return [{ from: new Date(first.from).toISOString(), to, seconds, cause: mostOf(parts) }];
  });
}

/** The cause that held the longest: what came before or after it was the way there and back. */
function mostOf(parts: readonly Stretch[]): CameraOutage['cause'] {
  const held = new Map<CameraOutage['cause'], number>();
  for (const { cause, from, to } of parts) held.set(cause, (held.get(cause) ?? 0) + to - from);
  return [...held].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** The village's days that have begun in the span. */
function daysOf({ from, to }: Span, timeZone: string): (Span & { date: string })[] {
  const days: (Span & { date: string })[] = [];
  for (let date = toLocal(from, timeZone).date, begins = from; begins < to; date = addDays(date, 1)) {
    const ends = Math.min(toInstant({ date: addDays(date, 1), time: '00:00' }, timeZone), to);
    days.push({ date, from: begins, to: ends });
    begins = ends;
  }
  return days;
}
