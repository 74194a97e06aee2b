import {
  NoticeTemplate,
  Page,
  Recording,
  SpeechInput,
  SpeechPreview,
  SpeechState,
  SpeechWords,
} from '../../contract/index.ts';
import { whole } from '../lists.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** Speech: a text read aloud becomes a recording like any other. */
export function speechRoutes({ speech }: Services): Route[] {
  return [
    route({
      operationId: 'getSpeech',
      summary: 'What can speak here, and where a better voice is put',
      method: 'GET',
      url: '/api/speech',
      access: 'signed-in',
      answer: SpeechState,
      handle: () => speech.state(),
    }),
    route({
      operationId: 'createSpeech',
      summary: 'Have a text read aloud; it becomes a recording',
      method: 'POST',
      url: '/api/speech',
      access: 'library',
      body: SpeechInput,
      answer: Recording,
      status: 201,
      subject: (recording) => recording.id,
      handle: ({ body, actor }) => speech.create(body, actor),
    }),
    route({
      operationId: 'previewSpeech',
      summary: 'What would be said, and about how long it would be; nothing is kept',
      method: 'POST',
      url: '/api/speech/preview',
      access: 'library',
      body: SpeechWords,
      answer: SpeechPreview,
      audited: false,
      handle: ({ body }) => speech.preview(body),
    }),
    route({
      operationId: 'listNotices',
      summary: 'Notices with blanks, from the playlists folder',
      method: 'GET',
      url: '/api/speech/notices',
      access: 'signed-in',
      answer: Page(NoticeTemplate),
      handle: async () => whole(await speech.notices()),
    }),
  ];
}
