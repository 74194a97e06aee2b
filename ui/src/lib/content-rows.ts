import type { Content } from '#contract';
import { t } from './i18n/index.svelte.ts';
import type { Live } from './live.svelte.ts';
import { sayDuration } from './say.ts';

/** One thing to choose: what it is called, what there is to know, and what is chosen by it. */
export interface ContentRow {
  readonly title: string;
  readonly facts: string;
  readonly content: Content;
}

/** As long as the news of many a station. */
const usualMinutes = 15;

/** Everything of a kind that can be aired. */
export function contentRows(
  kind: Content['kind'],
  { recordings, playlists, upstreams }: Pick<Live, 'recordings' | 'playlists' | 'upstreams'>,
): ContentRow[] {
  switch (kind) {
    case 'recording':
      return recordings
        .filter(({ state }) => state === 'ready')
        .map(({ id, title, durationMs }) => ({
          title,
          facts: sayDuration(durationMs ?? 0),
          content: { kind, recordingId: id },
        }));
    case 'playlist':
      return playlists.map(({ id, title, durationMs, items }) => ({
        title,
        facts: t('choose.items', { count: items.length, duration: sayDuration(durationMs) }),
        content: { kind, playlistId: id },
      }));
    case 'rebroadcast':
      return upstreams.map(({ id, name, fallback }) => ({
        title: name,
        facts: t(fallback ? 'choose.station.falls-back' : 'choose.station.waits'),
        content: { kind, upstreamId: id, minutes: usualMinutes },
      }));
  }
}
