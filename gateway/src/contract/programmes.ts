import { Type, type Static } from 'typebox';
import { Chimes } from './chimes.ts';
import { Id, Instant, LocalDate, LocalTime, Name, Nullable, Priority, Reason } from './common.ts';

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

/**
 * When it recurs, in village time. `date` is the day itself (`once`) or the first day. Stored as RFC 5545 text.
 * `yearly`: each year on the day and month of `date`. `lunar-…`: the Vietnamese calendar, at UTC+7.
 * A day that a month does not have (31, 29/2, lunar 30) is left out in that month, as RFC 5545 says; −1 is its last day.
 */
export const Rule = Type.Object(
  {
    repeat: Type.Union([
      Type.Literal('once'),
      Type.Literal('daily'),
      Type.Literal('weekly'),
      Type.Literal('monthly'),
      Type.Literal('yearly'),
      Type.Literal('lunar-monthly'),
      Type.Literal('lunar-yearly'),
    ]),
    date: LocalDate,
    /** Times of the day, each a slot. */
    times: Type.Array(LocalTime, { minItems: 1, maxItems: 24, uniqueItems: true }),
    /** Every so many days, weeks, months or years, counted from `date`; left out: each. Not for lunar rules. */
    every: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
    /** For `weekly`, at least one. */
    weekdays: Type.Optional(Type.Array(Weekday, { maxItems: 7, uniqueItems: true })),
    /** For `monthly`: days of the month, 1…31 or −1; or `nthWeekday`, exactly one of the two. */
    monthDays: Type.Optional(
      Type.Array(Type.Union([Type.Integer({ minimum: 1, maximum: 31 }), Type.Literal(-1)]), {
        minItems: 1,
        maxItems: 31,
        uniqueItems: true,
      }),
    ),
    /** For `monthly`: the first … fifth, or the last (−1), of a weekday. */
    nthWeekday: Type.Optional(
      Type.Object(
        {
          nth: Type.Union([Type.Integer({ minimum: 1, maximum: 5 }), Type.Literal(-1)]),
          weekday: Weekday,
        },
        { additionalProperties: false },
      ),
    ),
    /**
     * For lunar rules: days 1…30 or −1. `lunar-monthly`: of each month, leap months too. `lunar-yearly`: of `month`,
     * in its leap month instead when `leap` (only the years that have it).
     */
    lunar: Type.Optional(
      Type.Object(
        {
          days: Type.Array(Type.Union([Type.Integer({ minimum: 1, maximum: 30 }), Type.Literal(-1)]), {
            minItems: 1,
            maxItems: 30,
            uniqueItems: true,
          }),
          month: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
          leap: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
    ),
    /** The last day, included. */
    until: Type.Optional(LocalDate),
    /** Days without it. */
    except: Type.Optional(Type.Array(LocalDate, { maxItems: 366, uniqueItems: true })),
  },
  { additionalProperties: false },
);
export type Rule = Static<typeof Rule>;

/** What the village has itself. */
export const OwnContent = Type.Union([
  Type.Object({ kind: Type.Literal('recording'), recordingId: Id }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('playlist'), playlistId: Id }, { additionalProperties: false }),
]);
export type OwnContent = Static<typeof OwnContent>;

/** …or a station's programme, as long as the slot is. */
export const Content = Type.Union([
  ...OwnContent.anyOf,
  Type.Object(
    { kind: Type.Literal('rebroadcast'), upstreamId: Id, minutes: Type.Integer({ minimum: 1, maximum: 360 }) },
    { additionalProperties: false },
  ),
]);
export type Content = Static<typeof Content>;

/** What an overlay may mute apart from the rest: music, or speech of any sort. */
export const ProgrammeKind = Type.Union([Type.Literal('bulletin'), Type.Literal('music')]);
export type ProgrammeKind = Static<typeof ProgrammeKind>;

/**
 * What becomes of a slot whose start was missed (gateway off, clock not trusted) or that a power cut broke off:
 * `skip` nothing · `catch-up` a missed start is made up · `resume` that too, and what was broken off goes on at its
 * place · `restart` that too, but from the beginning. Only within `withinMinutes` of the moment it was lost, and once.
 */
export const Missed = Type.Object(
  {
    policy: Type.Union([
      Type.Literal('skip'),
      Type.Literal('catch-up'),
      Type.Literal('resume'),
      Type.Literal('restart'),
    ]),
    withinMinutes: Type.Integer({ minimum: 0, maximum: 720 }),
  },
  { additionalProperties: false },
);
export type Missed = Static<typeof Missed>;

/** draft → submitted → approved; only what is approved is aired. */
export const ApprovalState = Type.Union([Type.Literal('draft'), Type.Literal('submitted'), Type.Literal('approved')]);
export type ApprovalState = Static<typeof ApprovalState>;
export const Approval = Type.Object({
  state: ApprovalState,
  /** Who brought it there, and when. */
  by: Type.String(),
  at: Instant,
  /** Why it was sent back, if it was. */
  note: Nullable(Type.String()),
});
export type Approval = Static<typeof Approval>;
/** Approves what was looked at, named by the `at` of its approval then; another by now is refused: `programme.changed-meanwhile`. */
export const ProgrammeApproval = Type.Object({ at: Instant }, { additionalProperties: false });
export type ProgrammeApproval = Static<typeof ProgrammeApproval>;
export const ApprovalNote = Type.Object(
  { note: Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' }) },
  { additionalProperties: false },
);
export type ApprovalNote = Static<typeof ApprovalNote>;

export const ProgrammeInput = Type.Object(
  {
    title: Name,
    kind: ProgrammeKind,
    content: Content,
    /** What is said in it, for the approver to read; empty: nobody wrote it down. */
    text: Type.Optional(Type.String({ maxLength: 4_000 })),
    zoneIds: Type.Array(Id, { minItems: 1, maxItems: 64, uniqueItems: true }),
    priority: Priority,
    rule: Rule,
    /** Left out: the village's for its kind. */
    chimes: Type.Optional(Chimes),
    /** Music under its words, a recording: null none; left out: as it was. Not under a station, nor where zones speak in turn. */
    bedRecordingId: Type.Optional(Nullable(Id)),
    /** Its zones speak in turn (`turn` of a zone); left out: at once. */
    staggered: Type.Optional(Type.Boolean()),
    /** Left out: a bulletin is caught up within 5 minutes, music is skipped. */
    missed: Type.Optional(Missed),
    enabled: Type.Optional(Type.Boolean()),
    /** How far to bring it with this save; `approved` needs the permission. Left out: as far as the person may. */
    approval: Type.Optional(ApprovalState),
    /** The person was asked and said yes to a slot within 30 minutes of quiet hours. */
    nearQuietHours: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ProgrammeInput = Static<typeof ProgrammeInput>;

export const Programme = Type.Object({
  id: Id,
  title: Name,
  kind: ProgrammeKind,
  content: Content,
  text: Type.String(),
  zoneIds: Type.Array(Id),
  priority: Priority,
  rule: Rule,
  chimes: Chimes,
  bedRecordingId: Nullable(Id),
  staggered: Type.Boolean(),
  missed: Missed,
  enabled: Type.Boolean(),
  approval: Approval,
  /** From its first sample to its last as it is now: its chimes, turns and the end of its music count. */
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
  at: Instant,
  yields: Type.Union([Type.Literal('this'), Type.Literal('other')]),
});
export type Clash = Static<typeof Clash>;
export const SavedProgramme = Type.Object({ programme: Programme, clashes: Type.Array(Clash) });
export type SavedProgramme = Static<typeof SavedProgramme>;

/** What saving would say, asked while typing: nothing is kept. `id`: the programme that is being changed. */
export const ProgrammeTrial = Type.Object(
  { id: Type.Optional(Id), programme: ProgrammeInput },
  { additionalProperties: false },
);
export type ProgrammeTrial = Static<typeof ProgrammeTrial>;
export const TrialResult = Type.Object({
  /** Why it would be refused; `schedule.near-quiet-hours` would be asked about. */
  problem: Nullable(Reason),
  clashes: Type.Array(Clash),
  /** The next starts, at most 5. */
  next: Type.Array(Instant),
});
export type TrialResult = Static<typeof TrialResult>;
