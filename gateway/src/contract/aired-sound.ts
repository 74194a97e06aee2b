import { Type, type Static } from 'typebox';
import { Instant, Nullable, Reason } from './common.ts';

/** How long what left the outputs is kept, and how much of it; the oldest goes first. */
export const AiredSoundLimits = Type.Object(
  { days: Type.Integer({ minimum: 1, maximum: 366 }), gigabytes: Type.Integer({ minimum: 1, maximum: 1000 }) },
  { additionalProperties: false },
);
export type AiredSoundLimits = Static<typeof AiredSoundLimits>;

export const AiredSoundState = Type.Object({
  ...AiredSoundLimits.properties,
  heldBytes: Type.Integer(),
  /** The first instant that can still be heard again; null: nothing is held. */
  oldestAt: Nullable(Instant),
  /** Why nothing is kept at present. */
  fault: Nullable(Reason),
});
export type AiredSoundState = Static<typeof AiredSoundState>;
