import type { Role, User } from '../../../gateway/src/contract/index.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';
import type { Services } from '../../../gateway/src/http/ports.ts';
import { permissionsOf } from '../../../gateway/src/identity/roles.ts';
import { at, type Teller } from './fake.ts';

/** A person whose session token, login and id are the role's name. */
export function personWith(role: Role): User {
  return { id: role, login: role, name: role, roles: [role], createdAt: at };
}

export const roles: readonly Role[] = ['head', 'announcer', 'approver', 'technician', 'security', 'viewer'];

/** `tokens`: those that are good. */
export const fakeIdentity = ({ tell }: Teller, tokens: Set<string>): Services['identity'] => ({
  permissionsOf,
  isSetUp: async () => true,
  setUp: () => Promise.reject(new AppError('identity.already-set-up', 409, 'This gateway is set up already: sign in.')),
  async signIn({ login, password }) {
    const role = roles.find((known) => known === login);
    if (!role || password !== 'password') {
      throw new AppError('identity.wrong-password', 401, 'The login or the password is wrong.');
    }
    return { user: personWith(role), token: role };
  },
  signOut: async (token) => void tokens.delete(token),
  async whoIs(token) {
    const role = roles.find((known) => known === token);
    return role && tokens.has(token) ? personWith(role) : null;
  },
  listUsers: async () => roles.map(personWith),
  createUser: async ({ login }) => tell(`user ${login}`, { ...personWith('viewer'), login }),
  changeUser: async (id) => tell(`user ${id}`, personWith('viewer')),
  removeUser: async (id) => tell(`no user ${id}`, undefined),
});
