import type { PreflightFinding, Programme, Upstream } from '#contract';
import type { Tone } from '../../../components/tone.ts';
import { t } from '../../../lib/i18n/index.svelte.ts';

export interface Mark {
  readonly tone: Tone;
  readonly word: string;
}

/** How a station stands: what is aired of it, else what was last found of it. */
export function upstreamMark(
  { id, onAir }: Pick<Upstream, 'id' | 'onAir'>,
  findings: readonly Pick<PreflightFinding, 'severity' | 'fix'>[],
): Mark {
  if (onAir) return onAirMark(onAir);
  const own = findings.filter(({ fix }) => fix?.kind === 'upstream' && fix.id === id);
  if (own.some(({ severity }) => severity === 'blocks')) return { tone: 'trouble', word: t('upstream.state.unheard') };
  return own.length > 0
    ? { tone: 'attention', word: t('upstream.state.partly') }
    : { tone: 'idle', word: t('upstream.state.idle') };
}

function onAirMark({ urlIndex, local, why }: NonNullable<Upstream['onAir']>): Mark {
  if (urlIndex === 0) return { tone: 'on-air', word: t('upstream.state.on-air') };
  if (urlIndex !== null) return { tone: 'attention', word: t('upstream.state.other', { number: urlIndex + 1 }) };
  if (local !== null) return { tone: 'attention', word: t('upstream.state.local') };
  const early = why === null || why.code === 'upstream.no-sound-yet';
  return early
    ? { tone: 'waiting', word: t('upstream.state.waiting') }
    : { tone: 'trouble', word: t('upstream.state.nothing') };
}

/** "Địa chỉ 2: https://…", or what else is aired. */
export function saySource({ urls, onAir }: Pick<Upstream, 'urls' | 'onAir'>): string {
  if (!onAir) return '';
  const { urlIndex, local } = onAir;
  if (urlIndex !== null) return t('upstream.now.address', { number: urlIndex + 1, url: urls[urlIndex] ?? '' });
  return local === null ? t('upstream.now.nothing') : t('upstream.now.local', { title: local });
}

/** The programmes that rebroadcast it. */
export function programmesOf(id: string, programmes: readonly Pick<Programme, 'title' | 'content'>[]): string[] {
  return programmes
    .filter(({ content }) => content.kind === 'rebroadcast' && content.upstreamId === id)
    .map(({ title }) => title);
}
