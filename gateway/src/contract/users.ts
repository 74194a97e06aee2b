import { Type, type Static } from 'typebox';
import { Id, Instant, Name } from './common.ts';

export const Role = Type.Union([
  Type.Literal('head'),
  Type.Literal('announcer'),
  Type.Literal('approver'),
  Type.Literal('technician'),
  Type.Literal('security'),
  Type.Literal('viewer'),
]);
export type Role = Static<typeof Role>;

/**
 * What roles differ in: `broadcast` start one now, an emergency too · `stop` one or all · `library` recordings and
 * playlists · `schedule` programmes, overrides of slots, overlays · `approve` what others made · `preflight` look ahead
 * now · `equipment` zones, relays, outputs, MQTT accounts, vouch for the clock · `audit` read the audit log ·
 * `watch` see what cameras see, turn them, answer alerts · `village` people's accounts and the village's name. Reading needs only a sign-in.
 */
export const Permission = Type.Union([
  Type.Literal('broadcast'),
  Type.Literal('stop'),
  Type.Literal('library'),
  Type.Literal('schedule'),
  Type.Literal('approve'),
  Type.Literal('preflight'),
  Type.Literal('equipment'),
  Type.Literal('audit'),
  Type.Literal('watch'),
  Type.Literal('village'),
]);
export type Permission = Static<typeof Permission>;

/** What a person types to come in: lower case, no spaces. */
export const LoginName = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,31}$' });
export const Password = Type.String({ minLength: 8, maxLength: 200 });

export const User = Type.Object({
  id: Id,
  login: LoginName,
  name: Name,
  roles: Type.Array(Role, { minItems: 1, uniqueItems: true }),
  createdAt: Instant,
});
export type User = Static<typeof User>;
export const UserInput = Type.Object(
  { login: LoginName, name: Name, roles: Type.Array(Role, { minItems: 1, uniqueItems: true }), password: Password },
  { additionalProperties: false },
);
export type UserInput = Static<typeof UserInput>;
export const UserChange = Type.Partial(
  Type.Object(
    { name: Name, roles: Type.Array(Role, { minItems: 1, uniqueItems: true }), password: Password },
    { additionalProperties: false },
  ),
  { additionalProperties: false },
);
export type UserChange = Static<typeof UserChange>;

/** Append-only: who did what. `detail` never holds a secret. */
export const AuditEntry = Type.Object({
  id: Id,
  at: Instant,
  /** Login name, or `-` for nobody (a refused sign-in). */
  who: Type.String(),
  /** The route's operationId. */
  action: Type.String(),
  /** The id of what it was done to; of several, with spaces between. */
  subject: Type.Union([Type.String(), Type.Null()]),
  /** `ok`, or the code of the refusal. */
  result: Type.String(),
});
export type AuditEntry = Static<typeof AuditEntry>;
