import { IdParams, Page, User, UserChange, UserInput } from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Accounts of people. */
export function userRoutes({ identity }: Services): Route[] {
  return [
    route({
      operationId: 'listUsers',
      summary: 'Every account',
      method: 'GET',
      url: '/api/users',
      access: 'village',
      answer: Page(User),
      handle: async () => whole(await identity.listUsers()),
    }),
    route({
      operationId: 'createUser',
      summary: 'Add an account',
      method: 'POST',
      url: '/api/users',
      access: 'village',
      body: UserInput,
      answer: User,
      status: 201,
      subject: (user) => user.id,
      handle: ({ body }) => identity.createUser(body),
    }),
    route({
      operationId: 'changeUser',
      summary: 'Change some of an account; a new password ends its other sessions',
      method: 'PATCH',
      url: '/api/users/:id',
      access: 'village',
      params: IdParams,
      body: UserChange,
      answer: User,
      handle: ({ params, body, token }) => identity.changeUser(params.id, body, token),
    }),
    route({
      operationId: 'removeUser',
      summary: 'Remove an account',
      method: 'DELETE',
      url: '/api/users/:id',
      access: 'village',
      params: IdParams,
      answer: null,
      handle: ({ params }) => identity.removeUser(params.id),
    }),
  ];
}
