import type { OverlayInput } from '#contract';
import { t } from './i18n/index.svelte.ts';
import { capitalised, sayDate, sayList } from './say.ts';

/** "Tang lễ cụ Sáu", "Mùa thi" */
export function sayOverlay({ kind, title }: Pick<OverlayInput, 'kind' | 'title'>): string {
  const name = t(`overlay.kind.${kind}`);
  return title === '' ? name : t('overlay.named', { kind: name, title });
}

/** "Không phát nhạc ở Xóm Đình, đến hết thứ Tư 25/11." */
export function sayOverlayRule(
  { mutes, zoneIds, to }: Pick<OverlayInput, 'mutes' | 'zoneIds' | 'to'>,
  zoneName: (id: string) => string,
): string {
  const where = zoneIds === null ? t('overlay.everywhere') : sayList(zoneIds.map(zoneName));
  return capitalised(t('overlay.rule', { what: t(`overlay.mutes.${mutes}.inline`), where, until: sayDate(to) }));
}
