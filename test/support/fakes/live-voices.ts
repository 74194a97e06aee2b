import { AppError, notFound } from '../../../gateway/src/core/errors.ts';
import { broadcast } from './broadcasts.ts';
import type { Fake } from './fake.ts';

const liveLimits = { longestMinutes: 30, idleSeconds: 90 };

export const fakeLiveVoices: Fake<'liveVoices'> = ({ tell }) => ({
  start: async ({ id }, actor) => tell(`${actor.login} wants to speak: ${id}`, { ...broadcast, id, live: true }),
  finish: async (id, actor) => tell(`${actor.login} has spoken: ${id}`, undefined),
  admit(id, actor) {
    if (id !== broadcast.id) throw notFound('live', id);
    if (actor.login !== 'head') throw new AppError('live.not-yours', 403, 'Somebody else speaks there.');
  },
  attach(id, line) {
    tell(`speaker at ${id}`, undefined);
    line.tell({ type: 'prepare' });
    return {
      hear: (bytes) => tell(`${bytes.length} bytes`, undefined),
      hearText: () => line.close('live.bad-frame'),
      gone: (broken) => tell(broken ? 'line broken' : 'speaker gone', undefined),
    };
  },
  limits: () => ({ ...liveLimits, standard: liveLimits }),
  changeLimits: async (to) => tell(`speak for ${to.longestMinutes} minutes`, { ...to, standard: liveLimits }),
});
