import { Type, type Static } from 'typebox';
import { Id, Name } from './common.ts';

/**
 * An emergency, repeated until somebody ends it: the siren, a message prepared for emergencies, or both in turn.
 * `id` is given by the client: repeated, it acts once.
 */
export const EmergencyInput = Type.Object(
  {
    id: Id,
    /** What people call it: in the logs, and on every panel while it sounds. */
    title: Name,
    siren: Type.Boolean(),
    /** A recording whose purpose is `emergency`. */
    recordingId: Type.Optional(Id),
    zoneIds: Type.Array(Id, { minItems: 1, maxItems: 64, uniqueItems: true }),
    /** Each round begins with the notice that it is a practice; it waits for the end of quiet hours like anything else. */
    drill: Type.Boolean(),
    /** Why; asked for in quiet hours. */
    reason: Type.Optional(Type.String({ minLength: 2, maxLength: 300, pattern: '\\S' })),
  },
  { additionalProperties: false },
);
export type EmergencyInput = Static<typeof EmergencyInput>;

/** Ends an emergency and says so where it sounded. `id`: of the broadcast that says it; repeated, it acts once. */
export const AllClearInput = Type.Object({ id: Id, title: Name }, { additionalProperties: false });
export type AllClearInput = Static<typeof AllClearInput>;
