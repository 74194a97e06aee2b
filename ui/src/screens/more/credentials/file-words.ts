import type { FirmwareFile } from '#contract';
import { t } from '../../../lib/i18n/index.svelte.ts';

/** What to do with a file, in a sentence or two. */
export function howTo({ kind, text }: FirmwareFile): string {
  const lines = text.trimEnd().split('\n').length;
  if (kind === 'console' && lines > 1) return t('firmware.file.console.how.lines', { count: lines });
  return t(`firmware.file.${kind}.how`);
}
