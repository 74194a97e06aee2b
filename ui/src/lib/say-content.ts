import type { Content } from '#contract';
import { contentFacts, type Shelf } from './content.ts';
import { t } from './i18n/index.svelte.ts';

/** "Bản tin sáng", "Tiếp âm VOV1": what a content is called. */
export function sayContent(content: Content, shelf: Shelf): string {
  const facts = contentFacts(content, shelf);
  if (!facts) return t('programme.content.gone');
  return content.kind === 'rebroadcast' ? t('choose.station.called', { title: facts.title }) : facts.title;
}
