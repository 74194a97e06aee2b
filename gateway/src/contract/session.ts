import { Type, type Static } from 'typebox';
import { Name, Nullable } from './common.ts';
import { LoginName, Password, Permission, User } from './users.ts';

/** Who am I, and what may I do? `user` is null before signing in; `setUp` is false on a new gateway. */
export const Session = Type.Object({
  setUp: Type.Boolean(),
  user: Nullable(User),
  permissions: Type.Array(Permission),
});
export type Session = Static<typeof Session>;
export const SignIn = Type.Object(
  { login: Type.String({ minLength: 1, maxLength: 64 }), password: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);
export type SignIn = Static<typeof SignIn>;
/** First start: the code printed by the gateway makes the first account, a head who is technician too. */
export const SetUp = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 40 }),
    villageName: Name,
    login: LoginName,
    name: Name,
    password: Password,
  },
  { additionalProperties: false },
);
export type SetUp = Static<typeof SetUp>;
