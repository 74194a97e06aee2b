import type { Alert, WallSound } from '#contract';
import { minutesOf } from '../time.ts';

/** Alerts that nobody here has heard of, and that somebody should see to. Pure. */
export function newAlerts(known: ReadonlySet<string>, alerts: readonly Alert[]): Alert[] {
  return alerts.filter(({ id, held, acknowledged }) => !known.has(id) && !held && acknowledged === null);
}

/** Whether the wall may make itself heard at a time of the village's day. Pure. */
export function maySound({ on, quiet }: WallSound, minutes: number): boolean {
  if (!on || quiet === null) return on;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const isQuiet = from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
  return !isQuiet;
}
