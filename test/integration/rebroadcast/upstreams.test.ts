import { expect, it } from 'vitest';
import type { ChangeEvents } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createUpstreams, type UpstreamsParts } from '../../../gateway/src/rebroadcast/upstream-service.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryStorage } from '../../support/storage.ts';

/** Stations on a real database; nothing is received of them. */
async function openUpstreams() {
  const nothing = () => {
    throw new Error('nothing is received here');
  };
  const ports: UpstreamsParts['ports'] = {
    media: { decodeStream: nothing, decode: nothing },
    openFeed: nothing,
    limiters: { open: nothing, lookaheadFrames: 0 },
  };
  return createUpstreams({
    storage: await temporaryStorage(),
    changes: createChanges<ChangeEvents>(),
    clock: createFakeClock(),
    log: quietLog,
    ports,
    mayReach: () => true,
    usedBy: () => Promise.resolve([]),
    cueLocal: () => Promise.resolve([]),
  });
}

it('two stations added at the same moment under one name are two', async () => {
  const upstreams = await openUpstreams();
  const station = { name: 'VOV 1', urls: ['http://vov.vn/1.mp3'], fallback: null, lanAllowed: false };
  const made = await Promise.all([upstreams.create(station), upstreams.create(station)]);
  expect(made.map(({ id }) => id)).toEqual(['vov-1', 'vov-1-2']);
  expect(await upstreams.list()).toHaveLength(2);
});
