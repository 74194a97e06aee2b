import { broadcast } from './broadcasts.ts';
import type { Fake } from './fake.ts';

export const fakeEmergencies: Fake<'emergencies'> = ({ the, tell }) => ({
  start: async ({ id, drill }, actor) =>
    tell(`${actor.login} starts ${drill ? 'drill' : 'emergency'} ${id}`, { ...broadcast, id, drill }),
  allClear: async (id, input, actor) =>
    tell(`${actor.login} ends ${id}`, { ...the('broadcast', broadcast, id), id: input.id }),
});
