import { t } from '../i18n/index.svelte.ts';
import { sayDayInline, sayDuration } from '../say.ts';
import { clockText, minuteMs, secondMs, villageMoment } from '../time.ts';
import type { PictureSaying } from './picture-truth.ts';

/** What stands on a picture, in words. */
export function sayPicture(says: PictureSaying, now: number, timeZone: string): string {
  const when = (at: number) => sayWhen(at, now, timeZone);
  switch (says.kind) {
    case 'live':
      return clockText(says.at, timeZone);
    case 'awaited':
    case 'doubtful':
      return t(`picture.${says.kind}`);
    case 'taken':
      return t('picture.taken', { when: when(says.at), age: sayAge(says.ageMs) });
    case 'lost':
    case 'gateway-lost':
    case 'frozen':
    case 'black':
      return t(`picture.${says.kind}`, { when: when(says.since) });
  }
}

/** "08:13"; of another day, "08:13 hôm qua". */
function sayWhen(at: number, now: number, timeZone: string): string {
  const { date, time } = villageMoment(at, timeZone);
  const today = villageMoment(now, timeZone).date;
  return date === today ? time : t('day.moment', { time, day: sayDayInline(date, today) });
}

/** Seconds matter only where there are no minutes. */
function sayAge(ms: number): string {
  return sayDuration(ms - (ms % (ms < minuteMs ? secondMs : minuteMs)));
}
