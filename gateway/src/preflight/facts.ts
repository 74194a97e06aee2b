import type { Content, Playlist, Programme, Reason, Recording, Relay, Slot, Zone } from '../contract/index.ts';
import type { UpstreamCheck } from '../rebroadcast/upstream-service.ts';
import type { Quiet } from './ports.ts';

/** Everything that pre-flight is judged from, as it was found. */
export interface PreflightFacts {
  /** The village's midnight before now: a relay that was heard since answered today. */
  readonly todayFrom: number;
  readonly clockTrusted: boolean;
  /** Of the disk that holds recordings and logs. */
  readonly freeBytes: number;
  readonly ffmpegPresent: boolean;
  /** Planned and not skipped, in order of time. */
  readonly slots: readonly Slot[];
  readonly programmes: ReadonlyMap<string, Programme>;
  readonly playlists: ReadonlyMap<string, Playlist>;
  /** Programme id → the recordings that were chosen to be its chimes. */
  readonly chimes: ReadonlyMap<string, readonly string[]>;
  readonly sounds: ReadonlyMap<string, Sound>;
  /** Stations that are to be rebroadcast, those that exist, as they were heard. */
  readonly upstreams: ReadonlyMap<string, UpstreamCheck>;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly relays: ReadonlyMap<string, Relay>;
  readonly quiet: Quiet;
}

/** A recording that is to be heard, and what came of listening to its file from end to end. */
export interface Sound {
  readonly recording: Recording;
  readonly heard: Heard;
}

export type Heard =
  /** The library does not hand it out. */
  | { readonly kind: 'refused'; readonly problem: Reason }
  | {
      readonly kind: 'decoded';
      readonly lufs: number;
      readonly durationMs: number;
      readonly decodeErrors: number;
      /** Where it falls silent for so long that it would be left there. */
      readonly silentFromMs: number | null;
    }
  /** There is a file, but no sound comes out of it. */
  | { readonly kind: 'broken' }
  /** The machine was to blame: it says nothing of the file. */
  | { readonly kind: 'undecided'; readonly problem: Reason }
  /** Without ffmpeg, or when the look took too long. */
  | { readonly kind: 'not-reached' };

/** What airs in a slot; null: its programme is gone. */
export function contentOf(slot: Slot, programmes: PreflightFacts['programmes']): Content | null {
  return slot.override?.content ?? programmes.get(slot.programmeId ?? '')?.content ?? null;
}

/** Held on purpose: somebody wants silence, or the zone has heard what it agreed to. */
const meant = new Set(['slot.overlay', 'slot.minutes-used-up']);

export function isMeant({ code }: Reason): boolean {
  return meant.has(code);
}

/** The zones in which a slot is wanted; none: it is silent on purpose, and what it needs does not matter. */
export function wantedIn({ zoneIds, holds }: Slot): string[] {
  const held = new Set(holds.filter(({ reason }) => isMeant(reason)).flatMap((hold) => hold.zoneIds));
  return zoneIds.filter((id) => !held.has(id));
}
