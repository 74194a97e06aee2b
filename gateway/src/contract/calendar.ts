import { Type, type Static } from 'typebox';
import { Id, Name, Nullable, Priority, Reason } from './common.ts';
import { Content, ProgrammeKind, Rule } from './programmes.ts';

/** Where a phone may subscribe to the schedule; null until somebody asks for an address. The token in it is its key. */
export const CalendarFeed = Type.Object({ path: Nullable(Type.String()) });
export type CalendarFeed = Static<typeof CalendarFeed>;
export const CalendarFileParams = Type.Object(
  { file: Type.String({ pattern: '^[A-Za-z0-9_-]{20,64}\\.ics$' }) },
  { additionalProperties: false },
);

/** An iCalendar file (RFC 5545) as text, at most 1 MB. */
const CalendarText = Type.String({ minLength: 1, maxLength: 1_000_000 });

export const CalendarPreviewInput = Type.Object({ text: CalendarText }, { additionalProperties: false });
export type CalendarPreviewInput = Static<typeof CalendarPreviewInput>;

/** What an event of the file would become; `rule` null: it cannot be taken in, `problems` say why. */
export const CalendarEvent = Type.Object({
  uid: Type.String(),
  title: Name,
  rule: Nullable(Rule),
  /** What was not understood: named, never guessed. With a rule: what is left out of it. */
  problems: Type.Array(Reason),
});
export type CalendarEvent = Static<typeof CalendarEvent>;
export const CalendarPreview = Type.Object({ events: Type.Array(CalendarEvent) });
export type CalendarPreview = Static<typeof CalendarPreview>;

/** Makes a draft programme of each chosen event, all of them or none. */
export const CalendarImport = Type.Object(
  {
    text: CalendarText,
    uids: Type.Array(Type.String({ maxLength: 300 }), { minItems: 1, maxItems: 100, uniqueItems: true }),
    kind: ProgrammeKind,
    content: Content,
    zoneIds: Type.Array(Id, { minItems: 1, maxItems: 64, uniqueItems: true }),
    priority: Priority,
    nearQuietHours: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type CalendarImport = Static<typeof CalendarImport>;
