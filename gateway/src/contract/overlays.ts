import { Type, type Static } from 'typebox';
import { Id, LocalDate, Name, Nullable } from './common.ts';

export const OverlayKind = Type.Union([
  Type.Literal('mourning'),
  Type.Literal('exams'),
  Type.Literal('holiday'),
  Type.Literal('maintenance'),
]);
export type OverlayKind = Static<typeof OverlayKind>;

/** What stays silent: `music` programmes, whatever is of normal priority, or all that is scheduled. */
export const Mutes = Type.Union([Type.Literal('music'), Type.Literal('normal'), Type.Literal('all')]);
export type Mutes = Static<typeof Mutes>;

/** A named period with an end: a funeral mutes the music, exams, Tết, work on the lines. Days of the village, both included. */
export const OverlayInput = Type.Object(
  {
    kind: OverlayKind,
    /** What it is about, for people: whose funeral, which exam; may be empty. */
    title: Type.String({ maxLength: 80 }),
    from: LocalDate,
    to: LocalDate,
    /** Null: every zone. */
    zoneIds: Nullable(Type.Array(Id, { minItems: 1, maxItems: 64, uniqueItems: true })),
    mutes: Mutes,
  },
  { additionalProperties: false },
);
export type OverlayInput = Static<typeof OverlayInput>;
export const Overlay = Type.Object({ ...OverlayInput.properties, id: Id, by: Name });
export type Overlay = Static<typeof Overlay>;
