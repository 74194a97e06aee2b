import type { SetUp, SignIn, User } from '../contract/index.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Logger } from '../core/log.ts';
import type { Services, SignedIn } from '../http/ports.ts';
import type { Storage } from '../storage/storage.ts';
import { createBackOff } from './back-off.ts';
import { checkDisplayName } from './display-name.ts';
import { hashPassword, passwordFits } from './passwords.ts';
import { permissionsOf } from './roles.ts';
import { createSessionStore } from './session-store.ts';
import { createSetUpCode, type SetUpCode } from './set-up-code.ts';
import * as users from './user-store.ts';

type IdentityService = Services['identity'];

export interface Identity extends IdentityService {
  /** Makes the set-up code on a gateway without accounts, and clears sessions that have run out. */
  start(): Promise<void>;
  /** The code that lets somebody make the first account; null once there is one. */
  setupCode(): string | null;
}

export interface IdentityParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Logger;
  /** Gets the next code when ten wrong tries made one void, to print it. */
  readonly onNewSetupCode: (code: string) => void;
}

/** Accounts, sessions and the first set-up. */
export function createIdentity({ storage, clock, log, onNewSetupCode }: IdentityParts): Identity {
  const sessions = createSessionStore({ storage, clock });
  const signInTries = createBackOff(clock);
  const setUpTries = createBackOff(clock);
  let setUpCode: SetUpCode | null = null;

  async function setUp(input: Omit<SetUp, 'villageName'>, address: string): Promise<SignedIn> {
    if (!setUpCode) throw alreadySetUp();
    setUpTries.attempt(address);
    setUpCode.check(input.code);
    const passwordHash = await hashPassword(input.password);
    const user = newUser({ login: input.login, name: input.name, roles: ['head', 'technician'] });
    const token = await storage.transaction(async (tx) => {
      if ((await users.countUsers(tx)) > 0) throw alreadySetUp();
      await users.insertUser(tx, { ...user, passwordHash });
      return sessions.open(tx, user.id);
    });
    setUpCode = null;
    setUpTries.forgive(address);
    log.info({ userId: user.id }, 'gateway set up');
    return { user, token };
  }

  async function signIn(input: SignIn, address: string): Promise<SignedIn> {
    const login = input.login.trim().toLowerCase();
    const keys = [`login ${login}`, `address ${address}`];
    signInTries.attempt(...keys);
    const known = await users.findUserByLogin(storage, login);
    if (!(await passwordFits(input.password, known?.passwordHash ?? null)) || !known) {
      throw new AppError('identity.wrong-password', 401, 'The login or the password is wrong.');
    }
    signInTries.forgive(...keys);
    await sessions.removeExpired();
    const { passwordHash: _, ...user } = known;
    return { user, token: await sessions.open(storage, user.id) };
  }

  function newUser({ login, name, roles }: Pick<User, 'login' | 'name' | 'roles'>): User {
    return { id: newId(), login, name: checkDisplayName(name), roles, createdAt: new Date(clock.now()).toISOString() };
  }

  return {
    async start() {
      await sessions.removeExpired();
      if ((await users.countUsers(storage)) === 0) setUpCode = createSetUpCode(onNewSetupCode);
    },
    setupCode: () => setUpCode?.current() ?? null,
    permissionsOf,
    isSetUp: async () => setUpCode === null,
    setUp,
    signIn,
    signOut: (token) => sessions.close(token),
    async whoIs(token) {
      const userId = await sessions.userIdOf(token);
      return userId === null ? null : users.findUser(storage, userId);
    },
    listUsers: () => users.listUsers(storage),
    async createUser(input) {
      const user = newUser(input);
      const passwordHash = await hashPassword(input.password);
      await storage.transaction(async (tx) => {
        if (await users.findUserByLogin(tx, user.login)) {
          throw new AppError('identity.login-taken', 409, `Somebody else has the login '${user.login}'.`, {
            params: { login: user.login },
          });
        }
        await users.insertUser(tx, { ...user, passwordHash });
      });
      return user;
    },
    async changeUser(id, change, keepToken) {
      if (change.name !== undefined) checkDisplayName(change.name);
      const passwordHash = change.password === undefined ? null : await hashPassword(change.password);
      return storage.transaction(async (tx) => {
        const before = await users.findUser(tx, id);
        if (!before) throw notFound('user', id);
        const after = { ...before, name: change.name ?? before.name, roles: change.roles ?? before.roles };
        if (!after.roles.includes('head') && !(await users.hasOtherHead(tx, id))) throw lastHead();
        await users.updateUser(tx, after, passwordHash);
        if (passwordHash !== null) await sessions.closeOthers(tx, id, keepToken);
        return after;
      });
    },
    async removeUser(id) {
      await storage.transaction(async (tx) => {
        if (!(await users.findUser(tx, id))) throw notFound('user', id);
        if (!(await users.hasOtherHead(tx, id))) throw lastHead();
        await users.deleteUser(tx, id);
      });
    },
  };
}

function alreadySetUp(): AppError {
  return new AppError('identity.already-set-up', 409, 'This gateway is set up already: sign in.');
}

function lastHead(): AppError {
  return new AppError(
    'identity.last-head',
    409,
    'This is the only village head: give the role to somebody else first, or nobody could manage the accounts.',
  );
}
