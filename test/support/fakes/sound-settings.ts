import type { SoundSettings } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

const sound: SoundSettings = { bedUnderDb: 14, silence: { seconds: 8, belowDb: 50 } };

export const fakeSoundSettings: Fake<'soundSettings'> = ({ tell }) => ({
  state: () => ({ ...sound, standard: sound }),
  change: async (change) => tell(`sound ${Object.keys(change).join()}`, { ...sound, ...change, standard: sound }),
});
