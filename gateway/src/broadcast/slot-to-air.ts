import type { Chimes, Content, Hold, Priority, ProgrammeKind } from '../contract/index.ts';

/** A slot as the schedule hands it over, some seconds before it starts. */
export interface SlotToAir {
  readonly id: string;
  readonly title: string;
  readonly priority: Priority;
  readonly content: Content;
  readonly kind: ProgrammeKind;
  readonly chimes: Chimes;
  /** The recording that lies under it as music; null: none. */
  readonly bedRecordingId: string | null;
  readonly staggered: boolean;
  /** Where it may sound. */
  readonly zoneIds: readonly string[];
  /** Zones that the gates held back, and why. */
  readonly holds: readonly Hold[];
  readonly startsAt: number;
  /** It was broken off before, and goes on at that place. */
  readonly brokenOff: {
    readonly airedMs: number;
    readonly resumeAtMs: number;
    /** The emergency that broke it off; null: a power cut did. */
    readonly preEmptedBy: string | null;
  } | null;
  /** So late it may still begin: until then it waits for outputs and relays. */
  readonly lastChanceAt: number;
}
