import type { AiredSoundState } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

const airedSound: AiredSoundState = { days: 30, gigabytes: 4, heldBytes: 0, oldestAt: null, fault: null };

export const fakeAiredSound: Fake<'airedSound'> = ({ tell }) => ({
  state: () => airedSound,
  change: async (limits) => tell(`keep ${limits.days} days`, { ...airedSound, ...limits }),
});
