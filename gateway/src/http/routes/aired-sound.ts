import { AiredSoundLimits, AiredSoundParams, AiredSoundState } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, Stream, type Route } from '../route.ts';
import { sendSound } from '../sound.ts';

/** Aired sound: what really left, to hear again. */
export function airedSoundRoutes({ airLog, airedSound }: Services): Route[] {
  return [
    route({
      operationId: 'listenToAirLog',
      summary: 'The sound of a line as it left an output; answers ranges',
      method: 'GET',
      url: '/api/air-log/:id/sound/:outputId',
      access: 'signed-in',
      params: AiredSoundParams,
      answer: Stream,
      contentType: 'audio/wav',
      handle: async ({ params, request, reply }) =>
        sendSound(request, reply, await airLog.sound(params.id, params.outputId)),
    }),
    route({
      operationId: 'getAiredSound',
      summary: 'How long aired sound is kept, and how much there is of it',
      method: 'GET',
      url: '/api/aired-sound',
      access: 'signed-in',
      answer: AiredSoundState,
      handle: () => airedSound.state(),
    }),
    route({
      operationId: 'changeAiredSound',
      summary: 'Keep aired sound longer or shorter; what is over the limits goes at once',
      method: 'PUT',
      url: '/api/aired-sound',
      access: 'village',
      body: AiredSoundLimits,
      answer: AiredSoundState,
      handle: ({ body }) => airedSound.change(body),
    }),
  ];
}
