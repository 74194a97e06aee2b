import { Page, PageQuery, Shift, ShiftEntry, ShiftNote, ShiftReview, ShiftWords } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Whoever watches, one after the other. */
export function shiftRoutes({ shifts }: Services): Route[] {
  return [
    route({
      operationId: 'getShift',
      summary: 'Whose shift it is, what came up in it, what was noted and what was handed over',
      method: 'GET',
      url: '/api/shift',
      access: 'watch',
      answer: ShiftReview,
      handle: () => shifts.review(),
    }),
    route({
      operationId: 'listShiftLog',
      summary: 'The shift log, newest first',
      method: 'GET',
      url: '/api/shift/log',
      access: 'watch',
      query: PageQuery,
      answer: Page(ShiftEntry),
      handle: ({ query }) => shifts.log(query),
    }),
    route({
      operationId: 'takeOverShift',
      summary: 'Be on duty from now on',
      method: 'POST',
      url: '/api/shift/take-over',
      access: 'watch',
      body: ShiftNote,
      answer: Shift,
      handle: ({ body, actor }) => shifts.takeOver(body.note, actor),
    }),
    route({
      operationId: 'handOverShift',
      summary: 'End the own shift, with a note for whoever comes next',
      method: 'POST',
      url: '/api/shift/hand-over',
      access: 'watch',
      body: ShiftNote,
      answer: Shift,
      handle: ({ body, actor }) => shifts.handOver(body.note, actor),
    }),
    route({
      operationId: 'noteInShiftLog',
      summary: 'Write something into the shift log',
      method: 'POST',
      url: '/api/shift/notes',
      access: 'watch',
      body: ShiftWords,
      answer: Shift,
      handle: ({ body, actor }) => shifts.note(body.note, actor),
    }),
    route({
      operationId: 'readHandOver',
      summary: 'Say that what was handed over has been read',
      method: 'POST',
      url: '/api/shift/read',
      access: 'watch',
      answer: Shift,
      handle: ({ actor }) => shifts.read(actor),
    }),
  ];
}
