import { AppError } from '../core/errors.ts';
import type { NowOrder } from './now-order.ts';
import type { AirZone, CuedContent, CuedItem } from './ports.ts';
import type { Claim } from './priority.ts';

/** The outputs are taken by one of its rank or above. */
export function busy(behind: Claim): AppError {
  if (behind.live) {
    return new AppError(
      'broadcast.behind-live',
      409,
      `Somebody speaks there ('${behind.title}'): wait until they have finished, stop it, or choose other zones.`,
      { params: { title: behind.title } },
    );
  }
  if (behind.endsAt === Infinity) {
    return new AppError(
      'broadcast.behind-emergency',
      409,
      `'${behind.title}' sounds there until somebody ends it: give the all-clear or stop it first, or choose other zones.`,
      { params: { title: behind.title } },
    );
  }
  const until = new Date(Math.round(behind.endsAt)).toISOString();
  return new AppError(
    'broadcast.busy',
    409,
    `'${behind.title}' is on air until ${until}: stop it, wait, or choose a higher priority.`,
    { params: { title: behind.title, until } },
  );
}

/** Nothing of it can be played. */
export function refuseEmpty(content: CuedContent): void {
  if (content.items.some((item) => !('problem' in item))) return;
  const first = content.items[0];
  throw new AppError('broadcast.nothing-to-air', 422, `'${content.title}' holds nothing that can be played.`, {
    params: first && 'problem' in first ? { item: first.title, cause: first.problem.code } : {},
  });
}

/** The music that somebody wants under it cannot be heard: they are still there to choose another. */
export function refuseSpoilt(bed: CuedItem | null): void {
  if (!bed || !('problem' in bed)) return;
  const { code, params } = bed.problem;
  throw new AppError(code, 409, 'The music under it cannot be aired: choose another, or none.', { params });
}

/**
 * Some of the zones are quiet: only an emergency passes, with a reason; that it is over needs none. `open`: those that
 * may sound.
 */
export function refuseInQuietHours(
  { passesNight, drill, allClear, reason }: NowOrder,
  zones: readonly AirZone[],
  open: readonly { zone: AirZone }[],
): void {
  const quiet = zones.filter((zone) => !open.some((other) => other.zone.id === zone.id));
  if (quiet.length === 0) return;
  const names = quiet.map((zone) => zone.name).join(', ');
  const params = { zones: names };
  if (drill) {
    throw new AppError('emergency.drill-at-night', 409, `It is quiet hours in ${names}: a drill waits for the day.`, {
      params,
    });
  }
  if (!passesNight) {
    throw new AppError(
      'broadcast.quiet-hours',
      409,
      `It is quiet hours in ${names}: only an emergency may sound now.`,
      { params },
    );
  }
  if (!reason && !allClear) {
    throw new AppError('broadcast.reason-needed', 422, `It is quiet hours in ${names}: say why this is an emergency.`, {
      params,
    });
  }
}

/** What is no emergency ends where the night begins; an emergency goes on in it, with a reason. */
export function refuseIntoTheNight(
  { passesNight, allClear, reason }: NowOrder,
  open: readonly { zone: AirZone; endBy: number | null }[],
  endsAt: number,
): void {
  if (!passesNight || reason || allClear) return;
  const zones = open.filter(({ endBy }) => endBy !== null && endBy < endsAt).map(({ zone }) => zone.name);
  if (zones.length === 0) return;
  const names = zones.join(', ');
  throw new AppError('broadcast.reason-needed', 422, `It reaches the quiet hours in ${names}: say why.`, {
    params: { zones: names },
  });
}
