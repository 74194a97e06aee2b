import type { Alert, AlertCamera, AlertKind } from '../contract/index.ts';
import { instant, kindOf, newAlert, type Judging } from './alert.ts';

/** What becomes of an open alert. `left`: the one that is still gone when all others are back, with an alert of its own. */
export function followUp(alert: Alert, judging: Judging): { alert: Alert; left: Alert | null } {
  const { watch, now } = judging;
  const expected = alert.cameras.filter(({ id }) => watch.get(id)?.camera.maintenance === false);
  if (expected.length === 0) {
    const how = alert.cameras.some(({ id }) => watch.has(id)) ? 'maintenance' : 'removed';
    return { alert: { ...alert, ended: { at: instant(now.at), how } }, left: null };
  }
  const cameras = expected.map((member) => asNow(member, judging));
  const away = cameras.filter(({ settled }) => !settled);
  if (away.length === 0)
    return { alert: { ...alert, cameras, ended: { at: instant(now.at), how: 'well' } }, left: null };
  const relapses = cameras.filter(({ id, backAt }) => backAt === null && wasBack(alert, id)).length;
  const after = {
    ...alert,
    cameras,
    held: away.every(({ backAt }) => backAt !== null),
    relapses: alert.relapses + (relapses > 0 ? 1 : 0),
  };
  return alert.kind === 'cameras-together'
    ? splitUp(after, away, judging)
    : { alert: single(after, judging), left: null };
}

/** True while what happens to the camera is told in this alert: whoever was back for good may be lost for another reason. */
export function isAbout(alert: Alert, cameraId: string): boolean {
  return alert.cameras.some(({ id, settled }) => id === cameraId && !settled);
}

function asNow(member: AlertCamera, judging: Judging): AlertCamera {
  const { watch, now, timing } = judging;
  const watched = watch.get(member.id);
  if (!watched || member.settled) return member;
  const { name, cause, status } = watched.camera;
  if (watched.badSinceMs !== null) {
    return { ...member, name, cause: status === 'unknown' ? member.cause : cause, backAt: null };
  }
  if (status !== 'online' || watched.wellSinceMs === null) return member;
  const settled = now.ms - watched.wellSinceMs >= timing.wellMs;
  return { ...member, name, backAt: member.backAt ?? instant(now.at), settled };
}

function wasBack(alert: Alert, cameraId: string): boolean {
  return alert.cameras.some(({ id, backAt }) => id === cameraId && backAt !== null);
}

/** One that is left alone has a trouble of its own. Whoever knew of all of them knows of this one. */
function splitUp(alert: Alert, away: readonly AlertCamera[], judging: Judging): { alert: Alert; left: Alert | null } {
  const [last] = away;
  const watched = judging.watch.get(last?.id ?? '');
  if (away.length > 1 || !watched || watched.badSinceMs === null || watched.camera.status === 'unknown') {
    return { alert, left: null };
  }
  return {
    alert: { ...alert, ended: { at: instant(judging.now.at), how: 'split' } },
    left: {
      ...newAlert(kindOf(watched), [watched], watched.camera.cabinet, judging),
      since: alert.since,
      acknowledged: alert.acknowledged,
    },
  };
}

const worse: Record<AlertKind, number> = {
  'camera-degraded': 0,
  'camera-locked': 1,
  'camera-offline': 2,
  'cameras-together': 3,
};

/** Its trouble may be another by now; a worse one is known to nobody. */
function single(alert: Alert, { watch }: Judging): Alert {
  const watched = watch.get(alert.cameras[0]?.id ?? '');
  if (!watched || watched.badSinceMs === null || watched.camera.status === 'unknown') return alert;
  const kind = kindOf(watched);
  return { ...alert, kind, acknowledged: worse[kind] > worse[alert.kind] ? null : alert.acknowledged };
}
