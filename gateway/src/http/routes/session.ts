import { Session, SetUp, SignIn, type User } from '../../contract/index.ts';
import { forgetSession, keepSession } from '../access.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** On top of the back-off by login: a password costs the gateway 30 ms of work each time it is looked at. */
const triesPerMinute = 30;

/** Coming in and going out. */
export function sessionRoutes({ identity, village }: Services): Route[] {
  const sessionOf = (user: User | null, setUp: boolean): Session => ({
    setUp,
    user,
    permissions: user ? identity.permissionsOf(user.roles) : [],
  });
  return [
    route({
      operationId: 'getSession',
      summary: 'Who am I, and is the gateway set up?',
      method: 'GET',
      url: '/api/session',
      access: 'anyone',
      answer: Session,
      async handle({ token, request, reply }) {
        const user = token === null ? null : await identity.whoIs(token);
        if (token !== null) keepSession(request, reply, token);
        return sessionOf(user, await identity.isSetUp());
      },
    }),
    route({
      operationId: 'signIn',
      summary: 'Sign in with login and password',
      method: 'POST',
      url: '/api/session',
      access: 'anyone',
      body: SignIn,
      answer: Session,
      status: 201,
      perMinute: triesPerMinute,
      subject: ({ user }) => user?.id ?? '-',
      async handle({ body, request, reply }) {
        const { user, token } = await identity.signIn(body, request.ip);
        keepSession(request, reply, token);
        request.actor = user;
        return sessionOf(user, true);
      },
    }),
    route({
      operationId: 'signOut',
      summary: 'Sign out',
      method: 'DELETE',
      url: '/api/session',
      access: 'signed-in',
      answer: null,
      async handle({ token, request, reply }) {
        await identity.signOut(token);
        forgetSession(request, reply);
      },
    }),
    route({
      operationId: 'setUp',
      summary: 'Make the first account with the code that the gateway printed',
      method: 'POST',
      url: '/api/set-up',
      access: 'anyone',
      body: SetUp,
      answer: Session,
      status: 201,
      perMinute: triesPerMinute,
      subject: ({ user }) => user?.id ?? '-',
      async handle({ body, request, reply }) {
        const { user, token } = await identity.setUp(body, request.ip);
        await village.change({ name: body.villageName });
        keepSession(request, reply, token);
        request.actor = user;
        return sessionOf(user, true);
      },
    }),
  ];
}
