import { SoundSettingsChange, SoundSettingsState } from '../../contract/index.ts';
import type { Services } from '../ports.ts';
import { route, type Route } from '../route.ts';

/** How sound is treated in this village: music under words, and files that fall silent. */
export function soundSettingsRoutes({ soundSettings }: Services): Route[] {
  return [
    route({
      operationId: 'getSoundSettings',
      summary: 'How sound is treated, and how it would be where nobody chose',
      method: 'GET',
      url: '/api/sound-settings',
      access: 'signed-in',
      answer: SoundSettingsState,
      handle: () => soundSettings.state(),
    }),
    route({
      operationId: 'changeSoundSettings',
      summary: 'Change how sound is treated; what sounds already stays as it is',
      method: 'PATCH',
      url: '/api/sound-settings',
      access: 'village',
      body: SoundSettingsChange,
      answer: SoundSettingsState,
      handle: ({ body }) => soundSettings.change(body),
    }),
  ];
}
