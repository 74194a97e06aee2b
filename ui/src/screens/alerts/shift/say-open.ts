import type { ShiftEntry } from '#contract';
import { t } from '../../../lib/i18n/index.svelte.ts';
import { sayList } from '../../../lib/say.ts';

/** "Cổng làng (mất kết nối) và Đình (có vấn đề)" */
export function sayOpen(open: ShiftEntry['open']): string {
  return sayList(open.map(({ kind, cameras }) => `${cameras.join(', ')} (${t(`shift.alerts.${kind}`)})`));
}
