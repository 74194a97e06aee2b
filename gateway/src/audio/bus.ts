import type { Levels, Output, Reason, Sink } from '../contract/index.ts';
import type { DuckerLevels } from './ducker.ts';
import type { SilenceLimits } from './silence-watch.ts';
import type { Taped } from './tape.ts';

/** What is heard: one after the other in a play. */
export type CueItem = FileItem | FeedItem | PauseItem;

/** A piece of canonical sound: 48 kHz mono s16 little-endian WAV, already at its loudness. */
export interface FileItem {
  readonly title: string;
  readonly path: string;
  /** Where in it to begin; left out: at its beginning. */
  readonly fromMs?: number;
}

/** Sound that arrives while it plays, until its feed ends. */
export interface FeedItem {
  readonly title: string;
  /** The memory of a `Feed`. */
  readonly feed: SharedArrayBuffer;
  /** `live`: a voice, as soon as can be, silence for what does not come. `stream`: everything in its order. */
  readonly manner: 'live' | 'stream';
}

/** Silence in between, to the sample: others speak meanwhile. */
export interface PauseItem {
  readonly title: string;
  readonly pauseMs: number;
}

export interface PlayRequest {
  readonly title: string;
  /** Epoch ms at which the first sample is to leave the output; cue it seconds before. In the past: as soon as can be. */
  readonly startAt: number;
  readonly items: readonly CueItem[];
  /** Music under it, ducked while there are words, from its first sample to two seconds after its last; over and over. */
  readonly bed?: FileItem;
  /** How loud that is; left out: as usual. */
  readonly bedLevels?: DuckerLevels;
  /** Which silence in a file is a fault; null: none is; left out: as usual. */
  readonly silence?: SilenceLimits | null;
  readonly gainDb: number;
  /** After the last item it begins again with the first, until it is ended. */
  readonly loops: boolean;
  /** Epoch ms at which it must be silent, whatever is left; null: when the items end. */
  readonly endBy: number | null;
}

export type PlayEvent =
  | { readonly kind: 'started'; readonly at: number }
  | { readonly kind: 'item'; readonly index: number; readonly at: number };

export interface PlayedItem {
  readonly title: string;
  readonly airedMs: number;
  /** Why it was passed over or cut short: `audio.file-missing`, `audio.file-broken`, `audio.silent`. */
  readonly problem: Reason | null;
}

export interface Played {
  /** When the first sample left, epoch ms; null: none did. */
  readonly startedAt: number | null;
  readonly airedMs: number;
  /** Those of the request, in its order; behind them its bed, if that has a problem. */
  readonly items: readonly PlayedItem[];
  readonly ending: 'ended' | 'stopped' | 'end-by' | 'failed';
  /** Of the output, when `failed` or some of it was lost on the way: `audio.sink-unreachable`, `audio.sink-lost`, … */
  readonly fault: Reason | null;
  /** How often the sink ran dry while playing. */
  readonly underruns: number;
}

/** One bus per output, each in its own worker thread: mixes, paces on what the sink really played. */
export interface Bus {
  /** Never rejects: what went wrong is in the result. Aborting ramps out in 50 ms and resolves as `stopped`. */
  play(request: PlayRequest, onEvent: (event: PlayEvent) => void, signal: AbortSignal): Promise<Played>;
  /**
   * For an output whose sound goes on from the main thread: what it needs there is gone (why), or there again (null). The bus
   * takes it as its sink's: time runs on, the play names it, and what returns is at its right place.
   */
  behind(why: Reason | null): void;
  /** Ends every play, closes the sink and the thread. Safe twice. */
  close(): Promise<void>;
}

export interface BusListener {
  /** About eight times a second while something sounds, and once at its end: what leaves now. */
  level(rmsDb: number, peakDb: number): void;
  /** `idle`, `playing`, or `fault` with its reason. */
  state(state: Output['state'], fault: Reason | null): void;
  /** What left, about half a second at a time, while something sounds. */
  aired(sound: Taped): void;
  /** For the log: what a technician would want to know. */
  note(message: string, facts: Readonly<Record<string, string | number>>): void;
}

export type OpenBus = (
  settings: {
    outputId: string;
    sink: Sink;
    latencyMs: number;
    delayMs?: number;
  },
  listener: BusListener,
) => Bus;

/** The buses of all outputs as the broadcast sees them. */
export interface Buses {
  play(
    outputId: string,
    request: PlayRequest,
    onEvent: (event: PlayEvent) => void,
    signal: AbortSignal,
  ): Promise<Played>;
  levels(): Levels;
}
