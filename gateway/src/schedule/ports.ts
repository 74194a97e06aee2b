import type {
  ApprovalState,
  Chimes,
  Content,
  Outcome,
  ProgrammeKind,
  QuietHours,
  Reason,
  Role,
} from '../contract/index.ts';

/** What the schedule needs of others; `app.ts` joins them. */
export interface ScheduleZone {
  readonly id: string;
  readonly name: string;
  readonly outputId: string | null;
  readonly warmupMs: number;
  readonly quietHours: QuietHours;
  readonly minutesPerDay: number | null;
  readonly turn: number | null;
}

export interface ContentFacts {
  readonly title: string;
  readonly durationMs: number;
  /** What is in it, in order; null: not in the library. */
  readonly recordingIds: readonly (string | null)[];
  /** Why it could not be aired if it had to be now. */
  readonly problem: Reason | null;
  /** A station's: it begins at its instant with its own signal, in all zones at once. */
  readonly comesAsItIs?: boolean;
}

export interface ContentSource {
  /** Rejects with `recording.not-found` or `playlist.not-found`. */
  describe(content: Content): Promise<ContentFacts>;
}

export interface ChimeSource {
  /** What a choice comes to now around a content of these recordings, ms. */
  lengths(
    chimes: Chimes,
    kind: ProgrammeKind,
    recordingIds: ContentFacts['recordingIds'],
  ): Promise<{ readonly openingMs: number; readonly closingMs: number }>;
  /** Rejects with `recording.not-found` for a chime that is not there. */
  refuseUnknown(chimes: Chimes): Promise<void>;
}

/** Who asks. */
export interface Actor {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Where a programme came to; `content-submitted`: what a slot airs instead waits for approval again. */
export type ApprovalStep = ApprovalState | 'content-submitted';

export type OutcomeWords = Pick<Outcome, 'kind' | 'code' | 'params'>;
