import type { FeedItem, Played, PlayEvent, PlayRequest } from '../audio/bus.ts';
import type { AirLogLine, Chimes, Content, Outcome, ProgrammeKind, Reason } from '../contract/index.ts';
import type { Sql } from '../storage/storage.ts';

/** What a broadcast needs from the outside world; `app.ts` joins them. */
export interface BroadcastPorts {
  readonly zones: { settings(id: string): AirZone | undefined };
  readonly amplifiers: Amplifiers;
  readonly buses: {
    play(
      outputId: string,
      request: PlayRequest,
      onEvent: (event: PlayEvent) => void,
      signal: AbortSignal,
    ): Promise<Played>;
  };
  readonly content: { cue(content: Content): Promise<CuedContent> };
  /** What a choice of chimes comes to; null: none is heard. */
  readonly chimes: { cue(chimes: Chimes, kind: ProgrammeKind): Promise<CuedChimes> };
  /** The last gate: may this zone sound at that instant, and until when? */
  readonly quiet: (zoneId: string, at: number) => { readonly quiet: boolean; readonly nextQuietAt: number | null };
  /**
   * Writes the one outcome: slot, air log and `also` together or not at all. The same entry again changes nothing.
   * A slot that was broken off and is to go on is not over with it: the schedule hands it over again.
   */
  readonly record: (entry: AirLogLine, also: (tx: Sql) => Promise<void>) => Promise<void>;
  /** A slot gives way before its first sample: it is taken back, and decided anew. */
  readonly yielded: (slotId: string) => void;
  /** A slot's first sample has left. */
  readonly slotOnAir: (slotId: string) => Promise<void>;
}

export interface AirZone {
  readonly id: string;
  readonly name: string;
  readonly outputId: string | null;
  readonly volumeDb: number;
  readonly warmupMs: number;
  readonly cooldownMs: number;
  readonly turn: number | null;
}

export interface Amplifiers {
  powerUp(zoneId: string, holder: string, signal: AbortSignal): Promise<void>;
  restMs(zoneId: string): number;
  isAway(zoneId: string): boolean;
  cool(zoneId: string, holder: string): void;
  powerDown(zoneId: string, holder: string): Promise<void>;
  onLost(listener: (zoneId: string, reason: Reason) => void): () => void;
  /** A powered zone goes on, but its amplifier draws nothing. */
  onDoubt(listener: (zoneId: string, reason: Reason) => void): () => void;
}

/**
 * What will be heard, in order; an item with a problem is passed over and said so, a feed is heard as it comes.
 * `durationMs`: Infinity where nobody knows.
 */
export interface CuedContent {
  readonly title: string;
  readonly durationMs: number;
  readonly items: readonly CuedItem[];
  /** Music under all of it. */
  readonly bed?: { readonly title: string; readonly path: string };
}

/** `chime`: it is no part of the content, but what is heard before or after it. */
export type CuedItem = { readonly title: string; readonly chime?: 'opening' | 'closing' } & (
  | { readonly path: string; readonly durationMs: number; readonly fromMs?: number }
  | { readonly incoming: Incoming; readonly durationMs: number }
  | Omit<FeedItem, 'title'>
  | { readonly problem: Reason }
);

export interface CuedChimes {
  readonly opening: CuedItem | null;
  readonly closing: CuedItem | null;
}

/** Sound that is received while it is aired: a station's. */
export interface Incoming {
  /** Begins to receive, to be heard by nobody yet: at its first sample it is known what can be heard. Safe twice. */
  listen(): void;
  /** It will not be aired after all. Safe twice, and after `air`. */
  letGo(): void;
  /** To be heard from `startAt` (epoch ms) for `durationMs`; received from now on at the latest. Throws nothing that is expected. */
  air(time: {
    readonly startAt: number;
    readonly durationMs: number;
    /** There has been nothing to hear for so long that its amplifiers only hum; or there is again. */
    readonly onHush: (hushed: boolean) => void;
    /** Nothing is heard since then (epoch ms); null: something is again. */
    readonly onSilent: (since: number | null) => void;
  }): OpenIncoming;
}

export interface OpenIncoming {
  /** What the buses play, in order from its first sample. */
  readonly feed: SharedArrayBuffer;
  /** What came of it. */
  report(): IncomingReport;
  /** Lets it go. Safe twice. */
  close(): void;
}

export interface IncomingReport {
  /** What was heard, source by source, and from when. */
  readonly items: readonly {
    readonly title: string;
    readonly from: string;
    readonly airedMs: number;
    readonly problem: Reason | null;
  }[];
  /** How much of it was not silence. */
  readonly soundMs: number;
  /** What there is to say of it beyond "aired"; null: nothing. */
  readonly words: OutcomeWords | null;
}

export type OutcomeWords = Pick<Outcome, 'kind' | 'code' | 'params'>;
