import { Broadcast, IdParams, LiveVoiceInput, LiveVoiceLimits, LiveVoiceLimitsState } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';
import { socketRoute } from '../socket-route.ts';
import type { WatchSocket } from '../socket-watch.ts';
import { speakersLine } from '../speakers-line.ts';

/** Live voices: somebody speaks from the panel. While one sounds it is a broadcast like any other. */
export function liveVoiceRoutes({ liveVoices }: Services, watch: WatchSocket): Route[] {
  return [
    route({
      operationId: 'startLiveVoice',
      summary: 'Warm the amplifiers for somebody who wants to speak; the same id again acts once',
      method: 'POST',
      url: '/api/live-voices',
      access: 'broadcast',
      body: LiveVoiceInput,
      answer: Broadcast,
      status: 201,
      subject: (broadcast) => broadcast.id,
      handle: ({ body, actor }) => liveVoices.start(body, actor),
    }),
    socketRoute({
      operationId: 'speakLiveVoice',
      summary: 'What the speaker’s microphone hears, as frames; what becomes of it, as messages (LiveVoiceMessage)',
      url: '/api/live-voices/:id/sound',
      access: 'broadcast',
      params: IdParams,
      watch,
      admit: ({ params, actor }) => liveVoices.admit(params.id, actor),
      open: ({ params }, socket) => speakersLine(socket, (line) => liveVoices.attach(params.id, line)),
    }),
    route({
      operationId: 'finishLiveVoice',
      summary: 'The speaker has finished: the closing chime, then silence',
      method: 'POST',
      url: '/api/live-voices/:id/finish',
      access: 'broadcast',
      params: IdParams,
      answer: null,
      handle: async ({ params, actor }) => liveVoices.finish(params.id, actor),
    }),
    route({
      operationId: 'getLiveVoiceLimits',
      summary: 'How long somebody may speak',
      method: 'GET',
      url: '/api/live-voice-limits',
      access: 'signed-in',
      answer: LiveVoiceLimitsState,
      handle: () => liveVoices.limits(),
    }),
    route({
      operationId: 'changeLiveVoiceLimits',
      summary: 'Change how long somebody may speak, also who speaks now',
      method: 'PUT',
      url: '/api/live-voice-limits',
      access: 'village',
      body: LiveVoiceLimits,
      answer: LiveVoiceLimitsState,
      handle: ({ body }) => liveVoices.changeLimits(body),
    }),
  ];
}
