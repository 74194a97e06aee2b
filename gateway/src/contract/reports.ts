import { Type, type Static } from 'typebox';
import { Id, Instant, LocalDate, Nullable, Priority } from './common.ts';
import { Outcome } from './slots.ts';

export const ReportParams = Type.Object(
  { month: Type.String({ pattern: '^[12]\\d{3}-(0[1-9]|1[0-2])$' }) },
  { additionalProperties: false },
);

/** How many slots came to what, for a zone, a programme or the whole village. */
const Tally = Type.Object({
  aired: Type.Integer(),
  partly: Type.Integer(),
  /** Missed, failed, pre-empted, not approved in time: nobody chose it. */
  missed: Type.Integer(),
  /** Skipped, stopped, otherwise held back, quiet hours: somebody or a rule chose it. */
  chosen: Type.Integer(),
});

/** The monthly sheet: what was aired and what was not, in village days. */
export const Report = Type.Object({
  month: Type.String(),
  /** Up to when it counts: the end of the month, or now. */
  until: Instant,
  total: Tally,
  zones: Type.Array(Type.Object({ zoneId: Id, name: Type.String(), airedSeconds: Type.Integer(), tally: Tally })),
  programmes: Type.Array(
    Type.Object({ programmeId: Nullable(Id), title: Type.String(), airedSeconds: Type.Integer(), tally: Tally }),
  ),
  /** Aired by a person's hand, outside the schedule. */
  manual: Type.Object({ count: Type.Integer(), airedSeconds: Type.Integer() }),
  days: Type.Array(
    Type.Object({
      date: LocalDate,
      airedSeconds: Type.Integer(),
      tally: Tally,
    }),
  ),
  /** Everything that was not aired in full, in order. */
  trouble: Type.Array(
    Type.Object({ slotId: Id, title: Type.String(), priority: Priority, startsAt: Instant, outcome: Outcome }),
  ),
});
export type Report = Static<typeof Report>;
