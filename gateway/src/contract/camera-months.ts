import { Type, type Static } from 'typebox';
import { CameraCause } from './cameras.ts';
import { Id, Instant, LocalDate, Nullable } from './common.ts';

/** Seconds of a camera's time. Working is a picture of now, however slow; what nobody could know counts for nothing. */
const Times = Type.Object({
  working: Type.Integer(),
  /** No picture of now, and somebody expected one. */
  out: Type.Integer(),
  /** Somebody worked on it. */
  planned: Type.Integer(),
  /** The gateway was off, or could not say. */
  unknown: Type.Integer(),
});

export const CameraOutage = Type.Object({
  from: Instant,
  /** null: it goes on. */
  to: Nullable(Instant),
  seconds: Type.Integer(),
  /** What it was for the longest time. */
  cause: Nullable(CameraCause),
});
export type CameraOutage = Static<typeof CameraOutage>;

export const CameraMonth = Type.Object({
  cameraId: Id,
  name: Type.String(),
  /** It is registered still. */
  present: Type.Boolean(),
  times: Times,
  /** Of the time of which it is known whether it worked; null: of none. */
  percent: Nullable(Type.Number()),
  outageCount: Type.Integer(),
  longestSeconds: Type.Integer(),
  /** In order; of very many the longest. */
  outages: Type.Array(CameraOutage),
  days: Type.Array(Type.Object({ date: LocalDate, times: Times })),
});
export type CameraMonth = Static<typeof CameraMonth>;

/** How well the cameras worked in a month of the village. */
export const CameraMonths = Type.Object({
  month: Type.String(),
  /** Up to when it counts: the end of the month, or now. */
  until: Instant,
  cameras: Type.Array(CameraMonth),
});
export type CameraMonths = Static<typeof CameraMonths>;
