import { t } from '../../../lib/i18n/index.svelte.ts';
import { sayDuration } from '../../../lib/say.ts';
import { minuteMs, secondMs } from '../../../lib/time.ts';

/** With a tenth at most, never rounded up: what was out for a moment was not there for a hundred per cent. */
export function sayPercent(percent: number): string {
  const tenths = Math.floor(Math.round(percent * 100) / 10);
  return String(tenths / 10).replace('.', t('number.decimal'));
}

/** As long as people count it: whole minutes. */
export function sayLength(seconds: number): string {
  const ms = seconds * secondMs;
  return ms < minuteMs ? t('camera-month.less') : sayDuration(ms - (ms % minuteMs));
}
