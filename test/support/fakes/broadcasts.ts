import type { Broadcast } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';

export const broadcast: Broadcast = {
  id: 'run-1',
  slotId: null,
  title: 'Bản tin',
  priority: 'normal',
  live: false,
  drill: false,
  state: 'on-air',
  startsAt: at,
  startedAt: at,
  endsAt: '2026-11-23T22:01:00.000Z',
  item: { index: 0, count: 1, title: 'Bản tin' },
  silentSince: null,
  zones: [{ zoneId: 'dau-thon', state: 'sounding', fault: null }],
  startedBy: 'Trưởng thôn',
};

export const fakeBroadcasts: Fake<'broadcasts'> = ({ the, tell }) => ({
  list: async () => [broadcast],
  get: async (id) => the('broadcast', broadcast, id),
  start: async ({ id }, actor) => tell(`${actor.login} starts ${id}`, { ...broadcast, id }),
  stop: async (id, actor) => tell(`${actor.login} stops ${id}`, the('broadcast', broadcast, id)),
  stopAll: async (actor) => tell(`${actor.login} stops all`, [broadcast]),
});
