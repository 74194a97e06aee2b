import type { AuditEntry, Session, SetUp, SignIn, User, UserChange, UserInput } from '#contract';
import type { Line } from './line.ts';

/** Who is here, who may be, and what they did. */
export const peopleApi = ({ change, create, items, page, remove, send }: Line) => ({
  session: {
    get: () => send<Session>('GET', 'session'),
    signIn: create<SignIn, Session>('session'),
    signOut: () => send<void>('DELETE', 'session'),
    setUp: create<SetUp, Session>('set-up'),
  },
  users: {
    list: () => items<User>('users'),
    create: create<UserInput, User>('users'),
    change: change<UserChange, User>('PATCH', 'users'),
    remove: remove('users'),
  },
  auditLog: { page: page<AuditEntry>('audit-log') },
});
