import { Type, type Static } from 'typebox';
import { Chimes } from './chimes.ts';
import { Id, Instant, Name, Reason } from './common.ts';

/** Somebody wants to speak now. `id` is given by the client: repeated, it acts once. */
export const LiveVoiceInput = Type.Object(
  {
    id: Id,
    /** What people call it: in the logs, and on every panel while it sounds. */
    title: Name,
    zoneIds: Type.Array(Id, { minItems: 1, maxItems: 64, uniqueItems: true }),
    priority: Type.Union([Type.Literal('priority'), Type.Literal('emergency')]),
    /** Left out: as the village's news begins and ends. */
    chimes: Type.Optional(Chimes),
    /** Why, for `emergency` in quiet hours. */
    reason: Type.Optional(Type.String({ minLength: 2, maxLength: 300, pattern: '\\S' })),
  },
  { additionalProperties: false },
);
export type LiveVoiceInput = Static<typeof LiveVoiceInput>;

/** So long somebody may speak at most, and so long be silent on purpose before the line is closed. */
export const LiveVoiceLimits = Type.Object(
  {
    longestMinutes: Type.Integer({ minimum: 1, maximum: 240 }),
    idleSeconds: Type.Integer({ minimum: 30, maximum: 600 }),
  },
  { additionalProperties: false },
);
export type LiveVoiceLimits = Static<typeof LiveVoiceLimits>;

/** `standard`: what they are where nobody chose. */
export const LiveVoiceLimitsState = Type.Object({ ...LiveVoiceLimits.properties, standard: LiveVoiceLimits });
export type LiveVoiceLimitsState = Static<typeof LiveVoiceLimitsState>;

/**
 * What the gateway says on the socket of a live voice, as JSON text. The speaker's side sends nothing but frames, in
 * binary: 16 bytes of header, little-endian (u8 kind: 1 voice, 2 muted; three zero bytes; u32 number, rising; f64 ms of
 * the speaker's own clock at its first sample), then of a voice 960 samples: 20 ms of 48 kHz mono s16.
 */
export const LiveVoiceMessage = Type.Union([
  /** The amplifiers warm up, or the chime sounds: nobody hears the speaker yet. */
  Type.Object({ type: Type.Literal('prepare') }),
  /** Whatever is said from here on is heard. */
  Type.Object({ type: Type.Literal('on-air'), at: Instant }),
  /** What arrived of the voice since the last of these, dBFS. */
  Type.Object({ type: Type.Literal('level'), rmsDb: Type.Number(), peakDb: Type.Number() }),
  /** Something the speaker should know; null: it is over. */
  Type.Object({ type: Type.Literal('warning'), reason: Type.Union([Reason, Type.Null()]) }),
  /** What came of it; the last message. */
  Type.Object({ type: Type.Literal('ended'), reason: Reason }),
]);
export type LiveVoiceMessage = Static<typeof LiveVoiceMessage>;
