import { Type, type Static } from 'typebox';
import { CameraCause } from './cameras.ts';
import { Id, Instant, LocalTime, Name, Nullable, Reason, oneOf } from './common.ts';

/** One camera, or several that were lost together: then their common cause is what somebody has to look for. */
export const AlertKind = oneOf('camera-offline', 'camera-locked', 'camera-degraded', 'cameras-together');
export type AlertKind = Static<typeof AlertKind>;

/** A camera that an alert is about, named as it was called when it was lost. */
export const AlertCamera = Type.Object({
  id: Id,
  name: Type.String(),
  cause: Nullable(CameraCause),
  /** When it was well again; null: it is not. */
  backAt: Nullable(Instant),
  /** It was well for long enough since: what happens to it now is another matter. */
  settled: Type.Boolean(),
});
export type AlertCamera = Static<typeof AlertCamera>;

/** Somebody knows of it. */
export const Acknowledgement = Type.Object({ by: Type.String(), at: Instant, note: Type.String() });
export type Acknowledgement = Static<typeof Acknowledgement>;

/**
 * `well`: it works again · `maintenance`, `removed`: nobody expects it to · `joined`: it turned out to be part of a larger one ·
 * `split`: all but one are back, which has an alert of its own from then on.
 */
export const AlertEnd = Type.Object({
  at: Instant,
  how: oneOf('well', 'maintenance', 'removed', 'joined', 'split'),
});
export type AlertEnd = Static<typeof AlertEnd>;

export const Alert = Type.Object({
  id: Id,
  kind: AlertKind,
  cameras: Type.Array(AlertCamera, { minItems: 1 }),
  /** What they hang on together; null: not one thing, or nobody said. */
  cabinet: Nullable(Name),
  /** Since when there is trouble; it was raised once that had lasted. */
  since: Instant,
  raisedAt: Instant,
  /** All is well again, and not yet for long enough to believe it. */
  held: Type.Boolean(),
  /** How often it broke again meanwhile. */
  relapses: Type.Integer(),
  acknowledged: Nullable(Acknowledgement),
  /** null: it is open. */
  ended: Nullable(AlertEnd),
});
export type Alert = Static<typeof Alert>;

const Note = Type.String({ maxLength: 500 });
export const AcknowledgeInput = Type.Object({ note: Note }, { additionalProperties: false });
export type AcknowledgeInput = Static<typeof AcknowledgeInput>;

/** An entry of the shift log, which only grows. `read`: the next one has read what was handed over. */
export const ShiftEntry = Type.Object({
  id: Type.String(),
  at: Instant,
  kind: oneOf('took-over', 'note', 'handed-over', 'read'),
  /** Who wrote it. */
  login: Type.String(),
  by: Type.String(),
  note: Type.String(),
  /** What was open when the shift changed, as it was then. */
  open: Type.Array(Type.Object({ alertId: Id, kind: AlertKind, cameras: Type.Array(Type.String()) })),
});
export type ShiftEntry = Static<typeof ShiftEntry>;

/** Whose shift it is, and what the one before left to be read. */
export const Shift = Type.Object({
  /** null: nobody is on duty. */
  onDuty: Nullable(Type.Object({ login: Type.String(), by: Type.String(), since: Instant })),
  /** Handed over and not read yet; null: nothing. */
  handOver: Nullable(ShiftEntry),
});
export type Shift = Static<typeof Shift>;

export const ShiftNote = Type.Object({ note: Note }, { additionalProperties: false });
export type ShiftNote = Static<typeof ShiftNote>;
export const ShiftWords = Type.Object(
  { note: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) },
  { additionalProperties: false },
);
export type ShiftWords = Static<typeof ShiftWords>;

/** `raised`: what came up since it began. */
export const ShiftReview = Type.Object({
  shift: Shift,
  raised: Type.Array(Alert),
  notes: Type.Array(ShiftEntry),
});
export type ShiftReview = Static<typeof ShiftReview>;

/** Whether the wall plays a tone when an alert is raised. */
export const WallSound = Type.Object(
  {
    on: Type.Boolean(),
    /** Silent between these times of the village's day; null: at no time. */
    quiet: Nullable(Type.Object({ from: LocalTime, to: LocalTime }, { additionalProperties: false })),
  },
  { additionalProperties: false },
);
export type WallSound = Static<typeof WallSound>;

/** Where alerts are posted to. */
export const WebhookInput = Type.Object(
  {
    on: Type.Boolean(),
    url: Type.String({ minLength: 1, maxLength: 500, pattern: '^https?://\\S+$' }),
    /** It is in the village's own network. */
    lan: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type WebhookInput = Static<typeof WebhookInput>;

/** What came of the last attempt. */
export const WebhookTry = Type.Object({
  at: Instant,
  /** null: it was taken. */
  problem: Nullable(Reason),
});
export type WebhookTry = Static<typeof WebhookTry>;

export const WebhookState = Type.Object({
  on: Type.Boolean(),
  /** null: nobody named one yet. */
  url: Nullable(Type.String()),
  lan: Type.Boolean(),
  /** Messages that were not taken yet. */
  waiting: Type.Integer(),
  last: Nullable(WebhookTry),
});
export type WebhookState = Static<typeof WebhookState>;

/** `secret` is told once, when it is made. */
export const WebhookSecret = Type.Object({ state: WebhookState, secret: Nullable(Type.String()) });
export type WebhookSecret = Static<typeof WebhookSecret>;

/** What is posted, and said on MQTT. */
export interface AlertMessage {
  /** The same for each attempt: what comes twice is the same message. */
  readonly id: string;
  readonly at: string;
  readonly village: { readonly id: string; readonly name: string };
  readonly event: AlertEvent;
  /** null: a test. */
  readonly alert: Alert | null;
}
export type AlertEvent =
  'alert.raised' | 'alert.changed' | 'alert.acknowledged' | 'alert.unacknowledged' | 'alert.cleared' | 'test';
