import { Type, type Static } from 'typebox';
import { Id, Instant, LocalDate, Nullable, Priority } from './common.ts';

export const OutcomeKind = Type.Union([
  Type.Literal('aired'),
  Type.Literal('aired-partly'),
  Type.Literal('pre-empted'),
  Type.Literal('skipped'),
  Type.Literal('stopped'),
  Type.Literal('quiet-hours'),
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

export const Slot = Type.Object({
  id: Id,
  programmeId: Nullable(Id),
  title: Type.String(),
  priority: Priority,
  zoneIds: Type.Array(Id),
  startsAt: Instant,
  /** By the length of its content as planned. */
  endsAt: Instant,
  state: SlotState,
  /** Somebody skipped this one; it can be taken back until it starts. */
  skipped: Type.Boolean(),
  outcome: Nullable(Outcome),
});
export type Slot = Static<typeof Slot>;

/** Village days, both included; at most 62 of them. */
export const SlotQuery = Type.Object({ from: LocalDate, to: LocalDate }, { additionalProperties: false });
export type SlotQuery = Static<typeof SlotQuery>;
export const SlotList = Type.Object({ items: Type.Array(Slot) });
