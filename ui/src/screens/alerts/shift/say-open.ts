import type { ShiftEntry } from '#contract';
import { t } from '../../../lib/i18n/index.svelte.ts';
import { sayList } from '../../../lib/say.ts';

/** "Khi nhận ca còn mở: Cổng làng (mất kết nối) và Đình (có vấn đề)." */
export function sayOpen({ kind, open }: Pick<ShiftEntry, 'kind' | 'open'>): string {
  const alerts = open.map((each) => `${each.cameras.join(', ')} (${t(`shift.alerts.${each.kind}`)})`);
  return t(`shift.open.${kind}`, { alerts: sayList(alerts) });
}
