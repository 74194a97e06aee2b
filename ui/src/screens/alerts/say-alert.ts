import type { Alert } from '#contract';
import type { Tone } from '../../components/tone.ts';
import { t } from '../../lib/i18n/index.svelte.ts';

/** Whether somebody has to see to it, or how it ended, as word and look. */
export function alertMark({ kind, held, acknowledged, ended }: Alert): { tone: Tone; word: string } {
  // Only what works again is good news.
  if (ended) return { tone: ended.how === 'well' ? 'well' : 'idle', word: t(`alerts.end.${ended.how}`) };
  if (held) return { tone: 'waiting', word: t('alerts.state.held') };
  if (acknowledged) return { tone: 'idle', word: t('alerts.state.known', { by: acknowledged.by }) };
  return { tone: kind === 'camera-degraded' ? 'attention' : 'trouble', word: t('alerts.state.open') };
}
