import type { Recording } from '../../../gateway/src/contract/index.ts';
import { notFound } from '../../../gateway/src/core/errors.ts';
import { at, type Fake } from './fake.ts';

export const recording: Recording = {
  id: 'ban-tin',
  title: 'Bản tin',
  fileName: 'ban-tin.mp3',
  source: 'upload',
  text: null,
  state: 'ready',
  step: null,
  progress: 1,
  sizeBytes: 1000,
  durationMs: 60_000,
  format: 'mp3',
  loudness: null,
  problem: null,
  createdAt: at,
  purpose: null,
  createdBy: 'truong-thon',
};

export const fakeRecordings: Fake<'recordings'> = ({ the, tell }) => ({
  list: async () => ({ items: [recording], next: null }),
  get: async (id) => the('recording', recording, id),
  async upload({ fileName }, body) {
    let sizeBytes = 0;
    for await (const chunk of body) sizeBytes += (chunk as Buffer).length;
    return tell(`upload ${fileName} ${sizeBytes}`, { ...recording, fileName, sizeBytes });
  },
  change: async (id, change) => tell(`recording ${change.title}`, { ...the('recording', recording, id), ...change }),
  remove: async (id) => tell(`no recording ${the('recording', recording, id).id}`, undefined),
  peaks: async (id) => ({ peaks: the('recording', recording, id) && [0, 128, 255] }),
  audioFile: (id) => Promise.reject(notFound('recording', id)),
});
