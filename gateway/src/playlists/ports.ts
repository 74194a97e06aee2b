import type { Reason } from '../contract/index.ts';
import type { Actor } from '../http/ports.ts';
import type { Cue } from '../library/ports.ts';

/** What the broadcast and the schedule may ask of the playlists. */
export interface PlaylistsForAir {
  /** In their order, those that cannot be heard with their reason. Rejects with `playlist.not-found`. */
  cue(id: string): Promise<CuedPlaylist>;
  /** `problem`: why nothing of it could be heard if it had to air now. Rejects with `playlist.not-found`. */
  describe(id: string): Promise<PlaylistFacts>;
  /** The playlists a recording is in. */
  usedBy(recordingId: string): Promise<{ kind: 'playlist'; title: string }[]>;
}

export interface PlaylistFacts {
  readonly title: string;
  readonly durationMs: number;
  /** In their order; null: what a line names is no recording. */
  readonly recordingIds: readonly (string | null)[];
  readonly problem: Reason | null;
}

export interface CuedPlaylist {
  readonly title: string;
  readonly durationMs: number;
  readonly items: readonly (Cue | { readonly title: string; readonly problem: Reason })[];
}

/** Hears who is about to change what is in a playlist: nobody may air unasked what was put into it. */
export type BeforeChange = (playlistId: string, actor: Actor) => Promise<void>;

/** Who needs a playlist; asked before it is removed. */
export type UsedBy = (playlistId: string) => Promise<readonly { readonly kind: string; readonly title: string }[]>;
