import { Type, type Static } from 'typebox';

/** Names a thing made by the gateway: 16 characters of base 32, or a slug such as `xom-dinh`. */
export const Id = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,47}$' });
/** UTC, ISO 8601 with milliseconds: `2026-11-23T22:00:00.000Z`. */
export const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$' });
/** A day of the village: `2026-11-24`. */
export const LocalDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
/** A time of the village's day: `05:00`. */
export const LocalTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
/** What a person calls a thing. */
export const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });

export const Priority = Type.Union([Type.Literal('normal'), Type.Literal('priority'), Type.Literal('emergency')]);
export type Priority = Static<typeof Priority>;

/** A stable code and the facts the panel puts into its sentence. */
export const Reason = Type.Object({
  code: Type.String(),
  params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
});
export type Reason = Static<typeof Reason>;

/** Of a device: whether it speaks. */
export const Availability = Type.Union([Type.Literal('online'), Type.Literal('offline'), Type.Literal('never-seen')]);
export type Availability = Static<typeof Availability>;

export const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** One of these words. */
export const oneOf = <const T extends readonly string[]>(...words: T) =>
  Type.Unsafe<T[number]>(Type.Union(words.map((word) => Type.Literal(word))));

/** Lists are paged: `next` is the cursor of the following page, or null. */
export const Page = <T extends Parameters<typeof Type.Array>[0]>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) });

export const PageQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);
export type PageQuery = Static<typeof PageQuery>;

export const IdParams = Type.Object({ id: Id }, { additionalProperties: false });

export interface PageOf<T> {
  items: T[];
  next: string | null;
}
