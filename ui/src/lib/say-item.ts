import { t } from './i18n/index.svelte.ts';

const alarms = ['siren', 'drill', 'all-clear', 'drill-words', 'all-clear-words'] as const;

/** An item's title as people call it: the gateway's own sounds have names, not words. */
export function sayItem(title: string): string {
  if (title === 'live-voice') return t('live.item');
  const alarm = alarms.find((name) => name === title);
  return alarm ? t(`emergency.item.${alarm}`) : title;
}
