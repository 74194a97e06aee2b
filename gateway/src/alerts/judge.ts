import type { Alert, AlertEvent } from '../contract/index.ts';
import { instant, kindOf, memberOf, newAlert, type Judging } from './alert.ts';
import { followUp, isAbout } from './follow-up.ts';
import { areTogether, lostTogetherWith } from './together.ts';
import type { Watched } from './watch.ts';

/** `event` is null for what only the panel shows anew. */
export interface AlertNews {
  readonly event: Extract<AlertEvent, 'alert.raised' | 'alert.changed' | 'alert.cleared'> | null;
  readonly alert: Alert;
}

/**
 * Which alerts there are now, from those that were open and how the cameras are; asked each second, and whenever one changes. Pure.
 * First what was raised goes on or ends, then what has been bad for long enough is raised: as one alert, where it has one cause.
 */
export function judge(before: readonly Alert[], judging: Judging): { open: Alert[]; news: AlertNews[] } {
  const news: AlertNews[] = [];
  let open: Alert[] = [];
  for (const alert of before) {
    const { alert: after, left } = followUp(alert, judging);
    if (after.ended) news.push({ event: 'alert.cleared', alert: after });
    else open.push(after);
    if (!after.ended && JSON.stringify(after) !== JSON.stringify(alert)) {
      news.push({ event: isNews(alert, after) ? 'alert.changed' : null, alert: after });
    }
    if (left) {
      open.push(left);
      news.push({ event: 'alert.raised', alert: left });
    }
  }
  for (const watched of judging.watch.values()) {
    if (!isRipe(watched, judging) || open.some((alert) => isAbout(alert, watched.camera.id))) continue;
    const raised = raise(watched, open, judging);
    open = raised.open;
    news.push(...raised.news);
  }
  return { open, news };
}

function raise(
  watched: Watched,
  open: readonly Alert[],
  judging: Judging,
): { open: Alert[]; news: readonly AlertNews[] } {
  const { watch } = judging;
  const joined = open.find((alert) => belongsTo(alert, watched, judging));
  if (joined) {
    const cameras = [...joined.cameras.filter(({ id }) => id !== watched.camera.id), memberOf(watched)];
    const larger = { ...joined, cameras, held: false };
    const others = open.map((alert) => (alert === joined ? larger : alert));
    return { open: others, news: [{ event: 'alert.changed', alert: larger }] };
  }
  const together = lostTogetherWith(watched, watch);
  if (!together) {
    const alert = newAlert(kindOf(watched), [watched], watched.camera.cabinet, judging);
    return { open: [...open, alert], news: [{ event: 'alert.raised', alert }] };
  }
  const ids = new Set(together.members.map(({ camera }) => camera.id));
  // Of others that are back already it says nothing: those end by themselves.
  const swallowed = open.filter(
    ({ cameras }) =>
      cameras.some(({ id }) => ids.has(id)) && cameras.every(({ id, backAt }) => backAt !== null || ids.has(id)),
  );
  const alert = newAlert('cameras-together', together.members, together.cabinet, judging);
  const at = instant(judging.now.at);
  return {
    open: [...open.filter((one) => !swallowed.includes(one)), alert],
    news: [
      ...swallowed.map((one): AlertNews => {
        const ended = { ...one, ended: { at, how: 'joined' as const } };
        return { event: 'alert.cleared', alert: ended };
      }),
      { event: 'alert.raised', alert },
    ],
  };
}

/** Lost with those of an alert that was raised while this one was not known to be gone. */
function belongsTo({ kind, cabinet, cameras }: Alert, watched: Watched, { watch }: Judging): boolean {
  if (kind !== 'cameras-together' || (cabinet !== null && cabinet !== watched.camera.cabinet)) return false;
  return cameras.some(({ id, backAt }) => {
    const other = watch.get(id);
    return backAt === null && other !== undefined && areTogether(other, watched);
  });
}

/** Bad for long enough. One that must not be asked any more waits for a person, who is called at once. */
function isRipe(watched: Watched, { now, timing }: Judging): boolean {
  const { camera, badSinceMs, lostSinceMs } = watched;
  if (badSinceMs === null || camera.status === 'unknown') return false;
  if (camera.status === 'locked') return true;
  if (camera.status === 'offline') return now.ms - (lostSinceMs ?? badSinceMs) >= timing.lostMs;
  return now.ms - badSinceMs >= timing.degradedMs;
}

/** Whoever is told outside the panel wants to hear of it. */
function isNews(before: Alert, after: Alert): boolean {
  const back = ({ cameras }: Alert) => cameras.filter(({ backAt }) => backAt !== null).length;
  return before.kind !== after.kind || before.held !== after.held || back(before) !== back(after);
}
