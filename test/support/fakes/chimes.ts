import type { ChimeState } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

export const chimes: ChimeState = {
  defaults: {
    bulletin: { opening: 'default', closing: 'default' },
    music: { opening: 'none', closing: 'none' },
  },
  shipped: { opening: null, closing: null },
};

export const fakeChimes: Fake<'chimes'> = ({ tell }) => ({
  state: async () => chimes,
  change: async (defaults) => tell('chimes', { ...chimes, defaults }),
});
