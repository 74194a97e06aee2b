import type { Overlay } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

export const overlay: Overlay = {
  id: 'tang-le',
  kind: 'mourning',
  title: 'Cụ Bảy',
  from: '2026-11-23',
  to: '2026-11-25',
  zoneIds: null,
  mutes: 'music',
  by: 'Trưởng thôn',
};

export const fakeOverlays: Fake<'overlays'> = ({ the, tell }) => ({
  list: async () => [overlay],
  create: async ({ kind }, actor) => tell(`${actor.login} begins ${kind}`, overlay),
  change: async (id, _input, actor) => tell(`${actor.login} changes ${id}`, the('overlay', overlay, id)),
  remove: async (id) => tell(`no overlay ${the('overlay', overlay, id).id}`, undefined),
});
