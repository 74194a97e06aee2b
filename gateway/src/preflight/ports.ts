import type { Playlist, Programme, Recording, Relay, Slot, Zone } from '../contract/index.ts';
import type { Cue } from '../library/ports.ts';
import type { Media } from '../media/ports.ts';
import type { UpstreamCheck } from '../rebroadcast/upstream-service.ts';

/** What pre-flight looks at; `app.ts` joins them. */
export interface PreflightPorts {
  /** Those that start in `from`…`to` (instants, `to` excluded). */
  slots(from: number, to: number): Promise<Slot[]>;
  programmes(): Promise<Programme[]>;
  playlists(): Promise<Playlist[]>;
  /** The recordings that were chosen to be its chimes. */
  chimes(programme: Programme): Promise<string[]>;
  zones(): Promise<Zone[]>;
  relays(): Promise<Relay[]>;
  /** Those that exist, by id. */
  recordings(ids: readonly string[]): Promise<ReadonlyMap<string, Recording>>;
  /** The sound as it will be aired. Rejects with why it cannot be. */
  cue(recordingId: string): Promise<Cue>;
  /** Every address of a station, for some seconds. Rejects with `upstream.not-found`. */
  listenToUpstream(id: string): Promise<UpstreamCheck>;
  readonly media: Pick<Media, 'present' | 'measure'>;
  /** Where prepared sound falls silent for so long that it would be left there; null: nowhere. */
  silenceIn(path: string, signal: AbortSignal): Promise<{ readonly fromMs: number } | null>;
  readonly quiet: Quiet;
  clockTrusted(): boolean;
}

/** Whether a zone has to be silent at an instant, and when next; null: never. */
export type Quiet = (zoneId: string, at: number) => { readonly quiet: boolean; readonly nextQuietAt: number | null };
