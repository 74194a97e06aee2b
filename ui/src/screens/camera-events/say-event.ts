import type { CameraEvent, CameraGap } from '#contract';
import type { IconName } from '../../components/icons.ts';
import { t } from '../../lib/i18n/index.svelte.ts';
import type { Reason } from '../../lib/say.ts';
import { clockText, villageMoment } from '../../lib/time.ts';

/** What cameras noticed, in words. */

export const iconOf: Record<CameraEvent['kind'], IconName> = {
  motion: 'walk',
  'line-crossed': 'line',
  tamper: 'alert',
  snapshot: 'camera',
};

/** "23:41:05", "23:41:05, chưa dứt": for how long stands with the rest. */
export function sayBegin({ startedAt, endedAt }: CameraEvent, zone: string): string {
  const from = clockText(Date.parse(startedAt), zone);
  return endedAt === null ? t('camera-events.lasts', { from }) : from;
}

/** "23:41:05–23:41:50", "23:41:05, chưa dứt", "23:41:05" */
export function sayTime({ startedAt, endedAt, kind }: CameraEvent, zone: string): string {
  const from = clockText(Date.parse(startedAt), zone);
  if (endedAt === null) return t('camera-events.lasts', { from });
  const to = clockText(Date.parse(endedAt), zone);
  return kind === 'snapshot' || to === from ? from : t('camera-events.span', { from, to });
}

/** What there is to know of it beyond its kind and time, a sentence each. */
export function sayMore(event: CameraEvent, zone: string, say: (reason: Reason) => string): string[] {
  const { times, ending, duringBroadcast, warning, clip, stillAt, startedAt } = event;
  const assumed = ending === 'said' || ending === null ? null : t(`camera-events.ending.${ending}`);
  return [
    ...(times > 1 ? [t('camera-events.times', { times })] : []),
    ...(assumed ? [assumed] : []),
    ...(duringBroadcast === null ? [] : [t('camera-events.during', { title: duringBroadcast })]),
    ...(warning ? [t('camera-events.warned', { by: warning.by, at: clockText(Date.parse(warning.at), zone) })] : []),
    ...(stillAt !== null && Math.abs(Date.parse(stillAt) - Date.parse(startedAt)) > 2_000
      ? [t('camera-events.still-at', { at: clockText(Date.parse(stillAt), zone) })]
      : []),
    ...(clip.state === 'recording' ? [t('camera-events.recording')] : []),
    ...(clip.state === 'gone' ? [t('camera-events.made-room')] : []),
    ...(clip.why ? [say(clip.why)] : []),
  ];
}

/** "Không nghe được từ 03:00 đến 03:40" */
export function sayGap({ from, to }: CameraGap, zone: string): string {
  const time = (instant: string) => villageMoment(instant, zone).time;
  return to === null
    ? t('camera-events.gap.now', { from: time(from) })
    : t('camera-events.gap', { from: time(from), to: time(to) });
}

const causes: Readonly<Record<string, 'silent' | 'login' | 'unsupported' | 'off' | 'removed'>> = {
  'camera.wrong-password': 'login',
  'camera.locked': 'login',
  'camera.unsupported': 'unsupported',
  'camera-event.gateway-stopped': 'off',
  'camera-event.camera-removed': 'removed',
};

/** Why, short: what is wrong with a camera in full stands on its own page. */
export function sayGapCause({ why }: CameraGap): string {
  return t(`camera-events.gap.${why === null ? 'off' : (causes[why] ?? 'silent')}`);
}
