import { Type, type Static } from 'typebox';
import { Id, Instant, Nullable, Priority, Reason } from './common.ts';
import { Chimes } from './chimes.ts';
import { Content } from './programmes.ts';

export const RunState = Type.Union([
  Type.Literal('planned'),
  Type.Literal('warming'),
  Type.Literal('on-air'),
  Type.Literal('cooling'),
  Type.Literal('done'),
  Type.Literal('failed'),
  Type.Literal('cancelled'),
  Type.Literal('pre-empted'),
  Type.Literal('missed'),
]);
export type RunState = Static<typeof RunState>;

export const BroadcastZone = Type.Object({
  zoneId: Id,
  /** waiting → confirmed (the relays said ON) → sounding, or fault. Sent is not confirmed, confirmed is not heard. */
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('confirmed'),
    Type.Literal('sounding'),
    /** Its amplifier is on, and others speak. */
    Type.Literal('pausing'),
    /** There has been nothing to hear for long: its amplifier is off until there is. */
    Type.Literal('resting'),
    Type.Literal('off'),
    Type.Literal('fault'),
  ]),
  fault: Nullable(Reason),
});
export type BroadcastZone = Static<typeof BroadcastZone>;

export const Broadcast = Type.Object({
  id: Id,
  slotId: Nullable(Id),
  title: Type.String(),
  priority: Priority,
  state: RunState,
  startsAt: Instant,
  /** When the first sample left; null before. */
  startedAt: Nullable(Instant),
  /** By the length of what it plays; null: it goes on until somebody ends it. */
  endsAt: Nullable(Instant),
  /** Somebody speaks in it, now or in a moment. */
  live: Type.Boolean(),
  /** A practice for an emergency: said wherever it is shown. */
  drill: Type.Boolean(),
  item: Nullable(Type.Object({ index: Type.Integer(), count: Type.Integer(), title: Type.String() })),
  /** Since when the station that it rebroadcasts gives no sound; null: it does, or it is no station. */
  silentSince: Nullable(Instant),
  zones: Type.Array(BroadcastZone),
  startedBy: Nullable(Type.String()),
});
export type Broadcast = Static<typeof Broadcast>;

/** Air it now. `id` is given by the client: repeated, it acts once. */
export const BroadcastInput = Type.Object(
  {
    id: Id,
    content: Content,
    zoneIds: Type.Array(Id, { minItems: 1, maxItems: 64, uniqueItems: true }),
    priority: Priority,
    /** Left out: as the village's news begins and ends. */
    chimes: Type.Optional(Chimes),
    /** Music under it, a recording: ducked below the words, gone two seconds after the last. Not where zones speak in turn. */
    bedRecordingId: Type.Optional(Id),
    /** Music that cannot be heard is left out, and the log says why. Left out: refused, for somebody chose it just now. */
    bedOptional: Type.Optional(Type.Boolean()),
    /** The zones speak in turn. Left out: at once; so does an emergency. */
    staggered: Type.Optional(Type.Boolean()),
    /** Why, for `emergency` in quiet hours. */
    reason: Type.Optional(Type.String({ minLength: 3, maxLength: 300 })),
  },
  { additionalProperties: false },
);
export type BroadcastInput = Static<typeof BroadcastInput>;
