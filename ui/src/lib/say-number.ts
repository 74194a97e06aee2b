import { t } from './i18n/index.svelte.ts';

/** With one decimal, as people here write it; a true minus is easier to see. */
export function sayDecimal(value: number): string {
  return value.toFixed(1).replace('-', '−').replace('.', t('number.decimal'));
}

/** Of a file, or of many. */
export function saySize(bytes: number): string {
  if (bytes >= 1_000_000_000) return t('size.gigabytes', { size: sayDecimal(bytes / 1_000_000_000) });
  if (bytes >= 1_000_000) return t('size.megabytes', { size: sayDecimal(bytes / 1_000_000) });
  return t('size.kilobytes', { size: Math.ceil(bytes / 1_000) });
}
