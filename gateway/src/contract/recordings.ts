import { Type, type Static } from 'typebox';
import { Id, Instant, Nullable, Reason } from './common.ts';

export const RecordingState = Type.Union([
  Type.Literal('uploading'),
  Type.Literal('processing'),
  Type.Literal('ready'),
  Type.Literal('failed'),
]);
export type RecordingState = Static<typeof RecordingState>;

/** What it is kept ready for, besides being aired: a message of an emergency, or the notice around a drill or after all. */
export const RecordingPurpose = Type.Union([
  Type.Literal('emergency'),
  Type.Literal('drill'),
  Type.Literal('all-clear'),
]);
export type RecordingPurpose = Static<typeof RecordingPurpose>;

export const Loudness = Type.Object({
  /** EBU R128 integrated loudness of the file as it came, and of what will be aired. */
  inputLufs: Type.Number(),
  outputLufs: Type.Number(),
  inputTruePeakDb: Type.Number(),
  outputTruePeakDb: Type.Number(),
  gainDb: Type.Number(),
});
export type Loudness = Static<typeof Loudness>;

export const Recording = Type.Object({
  id: Id,
  title: Type.String(),
  fileName: Type.String(),
  source: Type.Union([Type.Literal('upload'), Type.Literal('playlist-folder'), Type.Literal('speech')]),
  /** Of `speech`: what is read aloud, as it was written. */
  text: Nullable(Type.String()),
  state: RecordingState,
  /** What is being done while `uploading` or `processing`, and how much of it: 0…1. */
  step: Nullable(
    Type.Union([
      Type.Literal('upload'),
      Type.Literal('speak'),
      Type.Literal('probe'),
      Type.Literal('measure'),
      Type.Literal('normalise'),
      Type.Literal('verify'),
    ]),
  ),
  progress: Type.Number({ minimum: 0, maximum: 1 }),
  sizeBytes: Type.Integer(),
  durationMs: Nullable(Type.Integer()),
  format: Nullable(Type.String()),
  loudness: Nullable(Loudness),
  problem: Nullable(Reason),
  purpose: Nullable(RecordingPurpose),
  createdAt: Instant,
  createdBy: Nullable(Type.String()),
});
export type Recording = Static<typeof Recording>;

export const RecordingUploadQuery = Type.Object(
  {
    /** The file's own name; its ending is a hint, never trusted. */
    fileName: Type.String({ minLength: 1, maxLength: 200 }),
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    /** Given by the client: repeated, the upload acts once. */
    id: Type.Optional(Id),
  },
  { additionalProperties: false },
);
export type RecordingUploadQuery = Static<typeof RecordingUploadQuery>;
export const RecordingChange = Type.Object(
  {
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })),
    purpose: Type.Optional(Nullable(RecordingPurpose)),
  },
  { additionalProperties: false },
);
export type RecordingChange = Static<typeof RecordingChange>;

/** 0…255, the loudest sample of each of `peaks.length` equal parts. */
export const Peaks = Type.Object({ peaks: Type.Array(Type.Integer({ minimum: 0, maximum: 255 })) });
export type Peaks = Static<typeof Peaks>;
