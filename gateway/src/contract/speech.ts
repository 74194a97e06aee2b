import { Type, type Static } from 'typebox';
import { Id, Nullable, Reason } from './common.ts';

/** What a person fills in: `date` comes as `2026-11-24`, `time` as `19:30`, or either in words. */
export const NoticeBlank = Type.Object({
  name: Type.String(),
  label: Type.String(),
  kind: Type.Union([Type.Literal('text'), Type.Literal('long-text'), Type.Literal('date'), Type.Literal('time')]),
  example: Type.String(),
  /** False: it may stay empty, and what would be said of it is left out. */
  needed: Type.Boolean(),
});
export type NoticeBlank = Static<typeof NoticeBlank>;

/** A notice with blanks, a file of the playlists folder. One with a problem has no text: its file is to be mended. */
export const NoticeTemplate = Type.Object({
  id: Id,
  title: Type.String(),
  /** Path below the playlists folder. */
  file: Type.String(),
  /** `{name}` is a blank; what stands in `[…]` is left out when one of its blanks is empty. */
  text: Type.String(),
  blanks: Type.Array(NoticeBlank),
  problem: Nullable(Reason),
});
export type NoticeTemplate = Static<typeof NoticeTemplate>;

const how = {
  /** 1: as for people who listen from afar; 0.8 is slower. */
  speed: Type.Optional(Type.Number({ minimum: 0.7, maximum: 1.4, default: 1 })),
  /** Read twice, the second time slower. */
  twice: Type.Optional(Type.Boolean({ default: false })),
};
const filledNotice = Type.Object(
  { id: Id, blanks: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 2_000 })) },
  { additionalProperties: false },
);
const once = {
  /** Given by the client: repeated, it acts once. */
  id: Type.Optional(Id),
  title: Type.Optional(Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })),
};

/** Words of one's own, or a notice with its blanks filled in. A text has at most 5,000 characters. */
export const SpeechWords = Type.Union([
  Type.Object({ text: Type.String(), ...how }, { additionalProperties: false }),
  Type.Object({ notice: filledNotice, ...how }, { additionalProperties: false }),
]);
export type SpeechWords = Static<typeof SpeechWords>;

export const SpeechInput = Type.Union([
  Type.Object({ text: Type.String(), ...how, ...once }, { additionalProperties: false }),
  Type.Object({ notice: filledNotice, ...how, ...once }, { additionalProperties: false }),
]);
export type SpeechInput = Static<typeof SpeechInput>;

export const SpeechPreview = Type.Object({
  title: Type.String(),
  /** As written, blanks filled in. */
  text: Type.String(),
  /** As it will be said, sentence by sentence; of what is read twice the first time. */
  spoken: Type.Array(Type.String()),
  /** About how long it will be, all of it. */
  durationMs: Type.Integer(),
});
export type SpeechPreview = Static<typeof SpeechPreview>;

/** What can speak here, the best first, and what keeps each from it. */
export const SpeechState = Type.Object({
  voices: Type.Array(
    Type.Object({
      engine: Type.Union([Type.Literal('piper'), Type.Literal('espeak-ng')]),
      problem: Nullable(Reason),
    }),
  ),
  /** Where a better voice is put: `<name>/<any>.onnx`, `tokens.txt`, `espeak-ng-data/`. */
  modelsFolder: Type.String(),
});
export type SpeechState = Static<typeof SpeechState>;
