import type { Recording, RecordingPurpose } from '../contract/index.ts';

/** What the other features may ask of the library. */
export interface RecordingsForAir {
  /** The canonical sound. Rejects with `recording.not-found`, `recording.not-ready` or `recording.file-missing`. */
  cue(id: string): Promise<Cue>;
  /** The newest that is kept for this and can be aired; null: none is. */
  cueNewest(purpose: RecordingPurpose): Promise<Cue | null>;
  /** How long each of those that can be aired is, by id; the others are left out. */
  durations(ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export interface Cue {
  readonly title: string;
  /** 48 kHz mono s16le WAV at its level. */
  readonly path: string;
  readonly durationMs: number;
}

export interface RecordingsForPlaylists extends RecordingsForAir {
  /** Those that exist, by id. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Recording>>;
  /**
   * Takes in a file of the playlists folder, which stays where it is, and says its recording's id. The same file is
   * taken once; one that changed since is prepared again under its old id.
   */
  adopt(file: { path: string; title: string; stamp: string; sizeBytes: number }): Promise<string>;
}

/** What a recording of source `speech` is made from. */
export interface Reading {
  readonly text: string;
  /** 1: the usual. */
  readonly speed: number;
  readonly twice: boolean;
}

/** Speaks into a new file of sound at `target`. */
export type Speak = (
  reading: Reading,
  target: string,
  watch: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
) => Promise<void>;

/** Who needs a recording; asked before it is removed. */
export type UsedBy = (recordingId: string) => Promise<readonly { readonly kind: string; readonly title: string }[]>;
