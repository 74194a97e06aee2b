import { IdParams, Page, Programme, ProgrammeInput, SavedProgramme } from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Programmes: what recurs. */
export function programmeRoutes({ programmes }: Services): Route[] {
  return [
    route({
      operationId: 'listProgrammes',
      summary: 'Every programme',
      method: 'GET',
      url: '/api/programmes',
      access: 'signed-in',
      answer: Page(Programme),
      handle: async () => whole(await programmes.list()),
    }),
    route({
      operationId: 'createProgramme',
      summary: 'Add a programme; answers with whom it clashes',
      method: 'POST',
      url: '/api/programmes',
      access: 'schedule',
      body: ProgrammeInput,
      answer: SavedProgramme,
      status: 201,
      subject: ({ programme }) => programme.id,
      handle: ({ body }) => programmes.create(body),
    }),
    route({
      operationId: 'getProgramme',
      summary: 'One programme',
      method: 'GET',
      url: '/api/programmes/:id',
      access: 'signed-in',
      params: IdParams,
      answer: Programme,
      handle: ({ params }) => programmes.get(params.id),
    }),
    route({
      operationId: 'changeProgramme',
      summary: 'Replace a programme; answers with whom it clashes',
      method: 'PUT',
      url: '/api/programmes/:id',
      access: 'schedule',
      params: IdParams,
      body: ProgrammeInput,
      answer: SavedProgramme,
      handle: ({ params, body, actor }) => programmes.change(params.id, body, actor),
    }),
    route({
      operationId: 'removeProgramme',
      summary: 'Remove a programme',
      method: 'DELETE',
      url: '/api/programmes/:id',
      access: 'schedule',
      params: IdParams,
      answer: null,
      handle: ({ params, actor }) => programmes.remove(params.id, actor),
    }),
  ];
}
