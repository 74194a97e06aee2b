import type { Content, Playlist, Programme, Upstream } from '#contract';

export interface Use {
  readonly kind: 'programme' | 'playlist' | 'upstream';
  readonly title: string;
  readonly href: string;
}

/** Where a recording is aired from: the programmes that air it alone or around something else, the playlists it is in, the stations that fall back on it. */
export function usesOfRecording(
  recordingId: string,
  programmes: readonly Programme[],
  playlists: readonly Playlist[],
  upstreams: readonly Upstream[],
): Use[] {
  const isIt = (content: Content) => content.kind === 'recording' && content.recordingId === recordingId;
  const isAround = ({ chimes: { opening, closing }, bedRecordingId }: Programme) =>
    bedRecordingId === recordingId ||
    [opening, closing].some((chime) => typeof chime === 'object' && chime.recordingId === recordingId);
  const named = programmes.filter((programme) => isIt(programme.content) || isAround(programme));
  const within = playlists.filter(({ items }) => items.some((item) => item.recordingId === recordingId));
  return [
    ...named.map(programmeUse),
    ...within.map(({ id, title }): Use => ({ kind: 'playlist', title, href: `/library/playlists/${id}` })),
    ...fallingBackOn(isIt, upstreams),
  ];
}

/** The programmes that air a playlist, and the stations that fall back on it. */
export function usesOfPlaylist(
  playlistId: string,
  programmes: readonly Programme[],
  upstreams: readonly Upstream[],
): Use[] {
  const isIt = (content: Content) => content.kind === 'playlist' && content.playlistId === playlistId;
  return [...programmes.filter(({ content }) => isIt(content)).map(programmeUse), ...fallingBackOn(isIt, upstreams)];
}

function fallingBackOn(isIt: (content: Content) => boolean, upstreams: readonly Upstream[]): Use[] {
  return upstreams
    .filter(({ fallback }) => fallback !== null && isIt(fallback))
    .map(({ id, name }): Use => ({ kind: 'upstream', title: name, href: `/more/upstreams/${id}` }));
}

function programmeUse({ id, title }: Programme): Use {
  return { kind: 'programme', title, href: `/schedule/programmes/${id}` };
}
