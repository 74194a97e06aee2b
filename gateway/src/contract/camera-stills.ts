import { Type, type Static } from 'typebox';
import { Id, Instant, LocalDate, Nullable } from './common.ts';

/** One picture a day of a camera, beside the one of when it was put up: who turned it is seen at once. */
export const DailyStills = Type.Object({
  /** When the picture was taken that others are compared with; null: there is none yet. */
  installedAt: Nullable(Instant),
  /** The newest first. */
  days: Type.Array(Type.Object({ date: LocalDate, takenAt: Instant })),
});
export type DailyStills = Static<typeof DailyStills>;

export const DailyStillParams = Type.Object(
  { id: Id, name: Type.String({ pattern: '^(installed|\\d{4}-\\d{2}-\\d{2})$' }) },
  { additionalProperties: false },
);
/** From now on others are compared with the picture of that day: somebody turned it on purpose. */
export const InstalledChoice = Type.Object({ date: LocalDate }, { additionalProperties: false });
export type InstalledChoice = Static<typeof InstalledChoice>;
