import { basename, dirname } from 'node:path';
import {
  IdParams,
  Page,
  PageQuery,
  Peaks,
  Recording,
  RecordingChange,
  RecordingUploadQuery,
} from '../../contract/index.ts';
import { announcedBytes } from '../announced-bytes.ts';
import type { Services } from '../ports.ts';
import { route, Stream, type Route } from '../route.ts';

/** Recordings: the library of sound. */
export function recordingRoutes({ recordings }: Services): Route[] {
  return [
    route({
      operationId: 'listRecordings',
      summary: 'Recordings, a page at a time',
      method: 'GET',
      url: '/api/recordings',
      access: 'signed-in',
      query: PageQuery,
      answer: Page(Recording),
      handle: ({ query }) => recordings.list(query),
    }),
    route({
      operationId: 'uploadRecording',
      summary: 'Add a recording: the file itself is the body',
      method: 'POST',
      url: '/api/recordings',
      access: 'library',
      query: RecordingUploadQuery,
      answer: Recording,
      status: 201,
      rawBody: true,
      subject: (recording) => recording.id,
      handle: ({ query, request, actor }) => recordings.upload(query, request.raw, announcedBytes(request), actor),
    }),
    route({
      operationId: 'getRecording',
      summary: 'One recording',
      method: 'GET',
      url: '/api/recordings/:id',
      access: 'signed-in',
      params: IdParams,
      answer: Recording,
      handle: ({ params }) => recordings.get(params.id),
    }),
    route({
      operationId: 'changeRecording',
      summary: 'Rename a recording, or say what it is kept for',
      method: 'PATCH',
      url: '/api/recordings/:id',
      access: 'library',
      params: IdParams,
      body: RecordingChange,
      answer: Recording,
      handle: ({ params, body }) => recordings.change(params.id, body),
    }),
    route({
      operationId: 'removeRecording',
      summary: 'Remove a recording',
      method: 'DELETE',
      url: '/api/recordings/:id',
      access: 'library',
      params: IdParams,
      answer: null,
      handle: ({ params }) => recordings.remove(params.id),
    }),
    route({
      operationId: 'getRecordingPeaks',
      summary: 'Its waveform',
      method: 'GET',
      url: '/api/recordings/:id/peaks',
      access: 'signed-in',
      params: IdParams,
      answer: Peaks,
      handle: ({ params }) => recordings.peaks(params.id),
    }),
    route({
      operationId: 'listenToRecording',
      summary: 'Its sound as it will be aired; answers ranges',
      method: 'GET',
      url: '/api/recordings/:id/audio',
      access: 'signed-in',
      params: IdParams,
      answer: Stream,
      contentType: 'audio/wav',
      handle: async ({ params, reply }) => {
        const file = await recordings.audioFile(params.id);
        return reply.sendFile(basename(file), dirname(file));
      },
    }),
  ];
}
