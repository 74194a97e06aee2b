import { Type, type Static } from 'typebox';
import { Id, LocalDate, LocalTime, Name, Nullable, Priority, Reason } from './common.ts';

export const Weekday = Type.Union([
  Type.Literal('mo'),
  Type.Literal('tu'),
  Type.Literal('we'),
  Type.Literal('th'),
  Type.Literal('fr'),
  Type.Literal('sa'),
  Type.Literal('su'),
]);
export type Weekday = Static<typeof Weekday>;

/** When it recurs, in village time. `date` is the day itself (`once`) or the first day. Stored as RFC 5545 text. */
export const Rule = Type.Object(
  {
    repeat: Type.Union([Type.Literal('once'), Type.Literal('daily'), Type.Literal('weekly')]),
    date: LocalDate,
    time: LocalTime,
    /** For `weekly`, at least one. */
    weekdays: Type.Optional(Type.Array(Weekday, { maxItems: 7, uniqueItems: true })),
    /** The last day, included. */
    until: Type.Optional(LocalDate),
    /** Days without it. */
    except: Type.Optional(Type.Array(LocalDate, { maxItems: 366, uniqueItems: true })),
  },
  { additionalProperties: false },
);
export type Rule = Static<typeof Rule>;

export const Content = Type.Union([
  Type.Object({ kind: Type.Literal('recording'), recordingId: Id }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('playlist'), playlistId: Id }, { additionalProperties: false }),
]);
export type Content = Static<typeof Content>;

export const ProgrammeInput = Type.Object(
  {
    title: Name,
    content: Content,
    zoneIds: Type.Array(Id, { minItems: 1, maxItems: 64, uniqueItems: true }),
    priority: Priority,
    rule: Rule,
    enabled: Type.Optional(Type.Boolean()),
    /** The person was asked and said yes to a slot within 30 minutes of quiet hours. */
    nearQuietHours: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ProgrammeInput = Static<typeof ProgrammeInput>;

export const Programme = Type.Object({
  id: Id,
  title: Name,
  content: Content,
  zoneIds: Type.Array(Id),
  priority: Priority,
  rule: Rule,
  enabled: Type.Boolean(),
  /** Of its content as it is now. */
  durationMs: Type.Integer(),
  nextAt: Nullable(Type.String()),
  /** What is wrong with it now (a recording that is gone, a zone without output), if anything. */
  problem: Nullable(Reason),
});
export type Programme = Static<typeof Programme>;

/** Saving answers with those who yield or make it yield, so that nobody is surprised. */
export const Clash = Type.Object({
  programmeId: Id,
  title: Name,
  at: Type.String(),
  yields: Type.Union([Type.Literal('this'), Type.Literal('other')]),
});
export type Clash = Static<typeof Clash>;
export const SavedProgramme = Type.Object({ programme: Programme, clashes: Type.Array(Clash) });
export type SavedProgramme = Static<typeof SavedProgramme>;
