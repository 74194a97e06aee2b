import { Type, type Static } from 'typebox';
import { Id, Instant, LocalDate, Nullable, Priority, Reason } from './common.ts';
import { Content, ProgrammeKind } from './programmes.ts';

export const OutcomeKind = Type.Union([
  Type.Literal('aired'),
  Type.Literal('aired-partly'),
  Type.Literal('pre-empted'),
  Type.Literal('skipped'),
  Type.Literal('stopped'),
  Type.Literal('quiet-hours'),
  /** A gate said no: not approved, an overlay, the zone's minutes are used up. */
  Type.Literal('held-back'),
  Type.Literal('missed'),
  Type.Literal('failed'),
]);
export type OutcomeKind = Static<typeof OutcomeKind>;

/** Exactly one per slot, with its reason: a code and the facts of its sentence. */
export const Outcome = Type.Object({
  kind: OutcomeKind,
  code: Type.String(),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  at: Instant,
});
export type Outcome = Static<typeof Outcome>;

export const SlotState = Type.Union([Type.Literal('planned'), Type.Literal('on-air'), Type.Literal('ended')]);
export type SlotState = Static<typeof SlotState>;

/** What somebody changed on this one slot; undone as a whole. */
export const SlotOverride = Type.Object({
  skipped: Type.Boolean(),
  /** Its instant by the rule, when it was moved. */
  movedFrom: Nullable(Instant),
  /** What is aired in this slot instead of the programme's content. */
  content: Nullable(Content),
  /** False: somebody who may not approve chose the content, and nobody has approved it yet. */
  contentApproved: Type.Boolean(),
  /** Who changed it last. */
  by: Type.String(),
});
export type SlotOverride = Static<typeof SlotOverride>;

/** Why some zones, or all, would stay silent as things stand. */
export const Hold = Type.Object({ zoneIds: Type.Array(Id), reason: Reason });
export type Hold = Static<typeof Hold>;

/** One dated instance of a programme. Further ahead than rows are kept it is worked out from the rule; its id is the same. */
export const Slot = Type.Object({
  id: Id,
  programmeId: Nullable(Id),
  title: Type.String(),
  kind: ProgrammeKind,
  priority: Priority,
  zoneIds: Type.Array(Id),
  startsAt: Instant,
  /** By the length of its content as planned. */
  endsAt: Instant,
  state: SlotState,
  override: Nullable(SlotOverride),
  /** Of a planned slot: what holds zones back as things stand. All its zones: it will not be aired. */
  holds: Type.Array(Hold),
  outcome: Nullable(Outcome),
});
export type Slot = Static<typeof Slot>;

/** Moves one slot; `startsAt` in the future, not in quiet hours, not on top of another of its rank. */
export const SlotMove = Type.Object(
  { startsAt: Instant, nearQuietHours: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
export type SlotMove = Static<typeof SlotMove>;
export const SlotReplacement = Type.Object({ content: Content }, { additionalProperties: false });
export type SlotReplacement = Static<typeof SlotReplacement>;

/** Approves what was listened to: the recording, or those of the playlist in order; others by now are refused: `slot.changed-meanwhile`. */
export const SlotApproval = Type.Object(
  { recordingIds: Type.Array(Nullable(Id), { maxItems: 2_000 }) },
  { additionalProperties: false },
);
export type SlotApproval = Static<typeof SlotApproval>;

/** One link of the answer to "vì sao (không) phát?", in the order in which things are asked. */
export const WhyStep = Type.Object({
  step: Type.Union([
    Type.Literal('rule'),
    Type.Literal('override'),
    Type.Literal('approval'),
    Type.Literal('overlay'),
    Type.Literal('quiet-hours'),
    Type.Literal('minutes'),
    Type.Literal('clock'),
    Type.Literal('conflict'),
    Type.Literal('turns'),
    Type.Literal('content'),
    Type.Literal('bed'),
    Type.Literal('equipment'),
    Type.Literal('outcome'),
  ]),
  /** `passed`, `partly` (some zones), `closed` (it stops here), `warning` (it may yet). */
  verdict: Type.Union([
    Type.Literal('passed'),
    Type.Literal('partly'),
    Type.Literal('closed'),
    Type.Literal('warning'),
  ]),
  reason: Reason,
});
export type WhyStep = Static<typeof WhyStep>;
/** `recordedAt`: when the answers were given, for a slot that is over or on air; null: they are those of now. */
export const Why = Type.Object({ slot: Slot, steps: Type.Array(WhyStep), recordedAt: Nullable(Instant) });
export type Why = Static<typeof Why>;

/** Village days, both included; at most 62 of them. */
export const SlotQuery = Type.Object({ from: LocalDate, to: LocalDate }, { additionalProperties: false });
export type SlotQuery = Static<typeof SlotQuery>;
export const SlotList = Type.Object({ items: Type.Array(Slot) });
