import { Type, type Static } from 'typebox';
import { Id, Instant, Name, Nullable, Reason } from './common.ts';
import { OwnContent } from './programmes.ts';

/** An http or https address; `***` (`***2`, …) stands for what was hidden when it was shown, and is kept. */
const StationUrl = Type.String({ minLength: 8, maxLength: 1_000 });

/** A station whose programme can be rebroadcast: addresses in order of preference, and what is played without any of them. */
export const UpstreamInput = Type.Object(
  {
    name: Name,
    /** Of its sound (MP3, AAC, Ogg, HLS), or of a page that names it (M3U, PLS). */
    urls: Type.Array(StationUrl, { minItems: 1, maxItems: 8, uniqueItems: true }),
    /** Played once while no address sounds; null: silence, until one does or the slot is over. */
    fallback: Nullable(OwnContent),
    /** The station may be in the village's own network, e.g. the commune's Icecast. */
    lanAllowed: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type UpstreamInput = Static<typeof UpstreamInput>;

/** What is aired of it now. */
export const UpstreamOnAir = Type.Object({
  /** Which of the addresses; null: its fallback, or nothing. */
  urlIndex: Nullable(Type.Integer()),
  /** What of the fallback; null: an address, or nothing. */
  local: Nullable(Type.String()),
  since: Instant,
  /** Why it is not the first address; null: it is. */
  why: Nullable(Reason),
});
export type UpstreamOnAir = Static<typeof UpstreamOnAir>;

/** Of its addresses only machine and last part of the path are shown; `***` stands for the rest. */
export const Upstream = Type.Object({
  ...UpstreamInput.properties,
  id: Id,
  onAir: Nullable(UpstreamOnAir),
});
export type Upstream = Static<typeof Upstream>;

/** Listens to one address for some seconds. `upstreamId`: whose hidden parts are meant. */
export const UpstreamTest = Type.Object(
  { url: StationUrl, lanAllowed: Type.Boolean(), upstreamId: Type.Optional(Id) },
  { additionalProperties: false },
);
export type UpstreamTest = Static<typeof UpstreamTest>;

/** The same of an address that it has: which of them, from 0. */
export const UpstreamListen = Type.Object(
  { urlIndex: Type.Integer({ minimum: 0, maximum: 7 }) },
  { additionalProperties: false },
);
export type UpstreamListen = Static<typeof UpstreamListen>;

export const UpstreamTestResult = Type.Object({
  /** Why it would not be aired; null: it is well. */
  problem: Nullable(Reason),
  kind: Nullable(Type.Union([Type.Literal('stream'), Type.Literal('hls')])),
  /** How long until its first sound, ms; null: there was none. */
  firstSoundMs: Nullable(Type.Integer()),
  /** As it came, before its level was adjusted; null: too little to measure. */
  lufs: Nullable(Type.Number()),
  /** What was heard, to listen to for some minutes (`/api/upstreams/tests/:id/sound`); null: nothing was. */
  soundId: Nullable(Id),
});
export type UpstreamTestResult = Static<typeof UpstreamTestResult>;
