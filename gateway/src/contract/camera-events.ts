import { Type, type Static } from 'typebox';
import { Id, Instant, LocalTime, Nullable, PageQuery, Reason, oneOf } from './common.ts';

/** What a camera noticed, or that a person took a picture. */
export const CameraEventKind = oneOf('motion', 'tamper', 'line-crossed', 'snapshot');
export type CameraEventKind = Static<typeof CameraEventKind>;

/**
 * How it is known that it ended. `said`: the camera said so. `assumed`: it said nothing more for 30 s. `goes-on`: it was
 * long, and goes on as the next event. `unheard`: the camera was not heard any more. `restart`: the gateway was off.
 */
export const CameraEventEnding = oneOf('said', 'assumed', 'goes-on', 'unheard', 'restart');
export type CameraEventEnding = Static<typeof CameraEventEnding>;

/** A film of it. `none`: it was not wanted. `gone`: it was there, and made room for newer ones. */
export const CameraClip = Type.Object({
  state: oneOf('none', 'recording', 'ready', 'failed', 'gone'),
  /** What it shows, from when to when; null: there is none. */
  from: Nullable(Instant),
  to: Nullable(Instant),
  bytes: Type.Integer(),
  /** Why there is none, or why it is shorter; null: there is nothing to say. */
  why: Nullable(Reason),
});
export type CameraClip = Static<typeof CameraClip>;

export const CameraEvent = Type.Object({
  id: Id,
  cameraId: Id,
  /** As it was called then. */
  cameraName: Type.String(),
  kind: CameraEventKind,
  startedAt: Instant,
  /** null: it is not over. */
  endedAt: Nullable(Instant),
  ending: Nullable(CameraEventEnding),
  /** How often it was noticed in that time: what resumes after a moment is the same event. */
  times: Type.Integer(),
  /** When its picture was taken; null: there is none. */
  stillAt: Nullable(Instant),
  clip: CameraClip,
  /** What our own loudspeakers near it aired when it began; null: nothing. */
  duringBroadcast: Nullable(Type.String()),
  /** The warning that a person aired because of it. */
  warning: Nullable(Type.Object({ by: Type.String(), at: Instant, broadcastId: Id })),
  /** It is not removed to make room. */
  kept: Type.Boolean(),
  /** Who took the picture; null: the camera noticed it itself. */
  by: Nullable(Type.String()),
  note: Nullable(Type.String()),
  noteBy: Nullable(Type.String()),
});
export type CameraEvent = Static<typeof CameraEvent>;

/** What the stream of changes says of an event: whoever may see it asks for the rest. */
export interface CameraEventMark {
  id: string;
  cameraId: string;
  startedAt: string;
}

/** Newest first. `from` and `to`: what touches this time. */
export const CameraEventQuery = Type.Object(
  {
    ...PageQuery.properties,
    from: Type.Optional(Instant),
    to: Type.Optional(Instant),
    cameraId: Type.Optional(Id),
    kind: Type.Optional(CameraEventKind),
    kept: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type CameraEventQuery = Static<typeof CameraEventQuery>;

const Note = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });

export const CameraEventChange = Type.Object(
  { kept: Type.Optional(Type.Boolean()), note: Type.Optional(Nullable(Note)) },
  { additionalProperties: false },
);
export type CameraEventChange = Static<typeof CameraEventChange>;

/** Keeps what the camera sees now. */
export const CameraSnapshotInput = Type.Object(
  { cameraId: Id, note: Type.Optional(Note) },
  { additionalProperties: false },
);
export type CameraSnapshotInput = Static<typeof CameraSnapshotInput>;

/** At most 62 days. */
export const CameraGapQuery = Type.Object({ from: Instant, to: Instant }, { additionalProperties: false });
export type CameraGapQuery = Static<typeof CameraGapQuery>;

/** Nobody heard what this camera noticed: not "nothing happened". */
export const CameraGap = Type.Object({
  cameraId: Id,
  from: Instant,
  /** null: still. */
  to: Nullable(Instant),
  /** The code of why; null: the gateway was off, or did not know the camera. */
  why: Nullable(Type.String()),
});
export type CameraGap = Static<typeof CameraGap>;

/** When a camera's motion proposes a spoken warning. Nothing sounds before a person confirms it. */
export const CameraWarningRule = Type.Object(
  {
    /** What is aired; null: nothing is proposed. */
    recordingId: Nullable(Id),
    /** Of the village's day; over midnight too. Two equal times: all day. */
    from: LocalTime,
    to: LocalTime,
    cameraIds: Type.Array(Id, { maxItems: 64, uniqueItems: true }),
  },
  { additionalProperties: false },
);
export type CameraWarningRule = Static<typeof CameraWarningRule>;

export const CameraEventSettings = Type.Object(
  {
    /** How long events are kept; the kept ones longer. */
    days: Type.Integer({ minimum: 1, maximum: 366 }),
    /** Of pictures and films together; the oldest go first. */
    megabytes: Type.Integer({ minimum: 100, maximum: 1_000_000 }),
    /** Of what a film is made. */
    clipsOf: Type.Array(oneOf('motion', 'tamper', 'line-crossed'), { uniqueItems: true, maxItems: 3 }),
    warning: CameraWarningRule,
  },
  { additionalProperties: false },
);
export type CameraEventSettings = Static<typeof CameraEventSettings>;

export const CameraEventSettingsState = Type.Object({
  ...CameraEventSettings.properties,
  heldBytes: Type.Integer(),
  keptBytes: Type.Integer(),
  /** Why no pictures and films are kept at present. */
  fault: Nullable(Reason),
});
export type CameraEventSettingsState = Static<typeof CameraEventSettingsState>;

/** Somebody moves at night where a warning is prepared: shall it be aired? Gone when it is answered or has expired. */
export const CameraWarning = Type.Object({
  id: Id,
  eventId: Id,
  cameraId: Id,
  cameraName: Type.String(),
  at: Instant,
  zoneIds: Type.Array(Id),
  recordingId: Id,
  expiresAt: Instant,
});
export type CameraWarning = Static<typeof CameraWarning>;

/** `id`: of the broadcast; repeated, it acts once. In quiet hours only `emergency` passes, with a reason. */
export const CameraWarningAnswer = Type.Object(
  {
    id: Id,
    priority: oneOf('priority', 'emergency'),
    reason: Type.Optional(Type.String({ minLength: 3, maxLength: 300, pattern: '\\S' })),
  },
  { additionalProperties: false },
);
export type CameraWarningAnswer = Static<typeof CameraWarningAnswer>;
