import { t } from '../../../lib/i18n/index.svelte.ts';
import { sayDuration } from '../../../lib/say.ts';
import { minuteMs, secondMs } from '../../../lib/time.ts';

export function sayPercent(percent: number): string {
  return String(percent).replace('.', t('number.decimal'));
}

/** As long as people count it: whole minutes. */
export function sayLength(seconds: number): string {
  const ms = seconds * secondMs;
  return ms < minuteMs ? t('camera-month.less') : sayDuration(ms - (ms % minuteMs));
}
