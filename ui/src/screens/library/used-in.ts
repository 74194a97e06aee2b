import type { Playlist, Programme } from '#contract';

export interface Use {
  readonly kind: 'programme' | 'playlist';
  readonly title: string;
  readonly href: string;
}

/** Where a recording is aired from: the programmes that air it alone, and the playlists it is in. */
export function usesOfRecording(
  recordingId: string,
  programmes: readonly Programme[],
  playlists: readonly Playlist[],
): Use[] {
  const alone = programmes.filter(({ content }) => content.kind === 'recording' && content.recordingId === recordingId);
  const within = playlists.filter(({ items }) => items.some((item) => item.recordingId === recordingId));
  return [
    ...alone.map(programmeUse),
    ...within.map(({ id, title }): Use => ({ kind: 'playlist', title, href: `/library/playlists/${id}` })),
  ];
}

/** The programmes that air a playlist. */
export function usesOfPlaylist(playlistId: string, programmes: readonly Programme[]): Use[] {
  return programmes
    .filter(({ content }) => content.kind === 'playlist' && content.playlistId === playlistId)
    .map(programmeUse);
}

function programmeUse({ id, title }: Programme): Use {
  return { kind: 'programme', title, href: `/schedule/programmes/${id}` };
}
