import { Type, type Static } from 'typebox';
import { Id, Instant, Nullable, Priority, Reason } from './common.ts';
import { Outcome } from './slots.ts';

/** What really happened, append-only. */
export const AirLogEntry = Type.Object({
  id: Id,
  broadcastId: Nullable(Id),
  slotId: Nullable(Id),
  title: Type.String(),
  priority: Priority,
  /** A practice for an emergency. */
  drill: Type.Boolean(),
  plannedAt: Instant,
  startedAt: Nullable(Instant),
  endedAt: Instant,
  airedMs: Type.Integer(),
  outcome: Outcome,
  startedBy: Nullable(Type.String()),
  /** What the person said it is for: asked for an emergency in quiet hours. */
  reason: Nullable(Type.String()),
  zones: Type.Array(
    Type.Object({
      zoneId: Id,
      name: Type.String(),
      /** What fed it then; null: nothing did, or the line is older than this was kept. */
      outputId: Nullable(Id),
      confirmed: Type.Boolean(),
      airedMs: Type.Integer(),
      fault: Nullable(Reason),
    }),
  ),
  items: Type.Array(
    Type.Object({
      title: Type.String(),
      /** Of a rebroadcast: when this source began to sound. */
      from: Type.Optional(Instant),
      airedMs: Type.Integer(),
      problem: Nullable(Reason),
    }),
  ),
  /** The outputs of which something can be heard again as it left, and how much of it. */
  airedSound: Type.Array(Type.Object({ outputId: Id, heldMs: Type.Integer() })),
});
export type AirLogEntry = Static<typeof AirLogEntry>;
/** As it is written, once. */
export type AirLogLine = Omit<AirLogEntry, 'airedSound'>;

export const AiredSoundParams = Type.Object({ id: Id, outputId: Id }, { additionalProperties: false });
