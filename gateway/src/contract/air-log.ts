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
      confirmed: Type.Boolean(),
      airedMs: Type.Integer(),
      fault: Nullable(Reason),
    }),
  ),
  items: Type.Array(Type.Object({ title: Type.String(), airedMs: Type.Integer(), problem: Nullable(Reason) })),
});
export type AirLogEntry = Static<typeof AirLogEntry>;
