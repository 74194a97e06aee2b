import { IdParams, Output, OutputChange, OutputInput, Page } from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Outputs: where sound leaves. */
export function outputRoutes({ outputs }: Services): Route[] {
  return [
    route({
      operationId: 'listOutputs',
      summary: 'Every output',
      method: 'GET',
      url: '/api/outputs',
      access: 'signed-in',
      answer: Page(Output),
      handle: async () => whole(await outputs.list()),
    }),
    route({
      operationId: 'createOutput',
      summary: 'Add an output',
      method: 'POST',
      url: '/api/outputs',
      access: 'equipment',
      body: OutputInput,
      answer: Output,
      status: 201,
      subject: (output) => output.id,
      handle: ({ body }) => outputs.create(body),
    }),
    route({
      operationId: 'getOutput',
      summary: 'One output',
      method: 'GET',
      url: '/api/outputs/:id',
      access: 'signed-in',
      params: IdParams,
      answer: Output,
      handle: ({ params }) => outputs.get(params.id),
    }),
    route({
      operationId: 'changeOutput',
      summary: 'Change some of an output',
      method: 'PATCH',
      url: '/api/outputs/:id',
      access: 'equipment',
      params: IdParams,
      body: OutputChange,
      answer: Output,
      handle: ({ params, body }) => outputs.change(params.id, body),
    }),
    route({
      operationId: 'removeOutput',
      summary: 'Remove an output',
      method: 'DELETE',
      url: '/api/outputs/:id',
      access: 'equipment',
      params: IdParams,
      answer: null,
      handle: ({ params }) => outputs.remove(params.id),
    }),
  ];
}
