import type { Upstream } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

export const upstream: Upstream = {
  id: 'vov1',
  name: 'VOV1',
  urls: ['https://dai.example/vov1.m3u8'],
  fallback: null,
  lanAllowed: false,
  onAir: null,
};

export const fakeUpstreams: Fake<'upstreams'> = ({ the, tell }) => ({
  list: async () => [upstream],
  get: async (id) => the('upstream', upstream, id),
  create: async ({ name }) => tell(`upstream ${name}`, { ...upstream, name }),
  change: async (id, { name }) => tell(`upstream ${id}`, { ...the('upstream', upstream, id), name }),
  remove: async (id) => tell(`no upstream ${the('upstream', upstream, id).id}`, undefined),
  test: async ({ url }) =>
    tell(`test ${url}`, { problem: null, kind: 'stream', firstSoundMs: 900, lufs: -19.5, soundId: 'nghe-thu' }),
  listen: async (id, { urlIndex }) =>
    tell(`listen to ${the('upstream', upstream, id).urls[urlIndex] ?? ''}`, {
      ...{ problem: null, kind: 'stream', firstSoundMs: 900, lufs: -19.5, soundId: 'nghe-thu' },
    }),
  testSound: () => Buffer.alloc(44),
});
