import { Type, type Static } from 'typebox';
import { Id, Name, Nullable, Reason } from './common.ts';

/** One line of an M3U8: `problem` says why it will be passed over, if it will. */
export const PlaylistItem = Type.Object({
  /** As written in the file: a path beside it, or `recording:<id>`. */
  uri: Type.String(),
  title: Type.String(),
  recordingId: Nullable(Id),
  durationMs: Nullable(Type.Integer()),
  problem: Nullable(Reason),
});
export type PlaylistItem = Static<typeof PlaylistItem>;

export const Playlist = Type.Object({
  /** From its path below `playlists/`: `daily/sang.m3u8` → `daily-sang`. */
  id: Id,
  title: Type.String(),
  /** Path below `playlists/`. */
  file: Type.String(),
  /** Written by the panel; the others are files somebody put there. */
  editable: Type.Boolean(),
  durationMs: Type.Integer(),
  items: Type.Array(PlaylistItem),
});
export type Playlist = Static<typeof Playlist>;

export const PlaylistInput = Type.Object(
  { title: Name, recordingIds: Type.Array(Id, { minItems: 1, maxItems: 500 }) },
  { additionalProperties: false },
);
export type PlaylistInput = Static<typeof PlaylistInput>;
