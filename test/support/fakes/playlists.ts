import type { Playlist } from '../../../gateway/src/contract/index.ts';
import type { Fake } from './fake.ts';

export const playlist: Playlist = {
  id: 'daily-sang',
  title: 'Sáng',
  file: 'daily/sang.m3u8',
  editable: true,
  durationMs: 60_000,
  items: [
    { uri: 'recording:ban-tin', title: 'Bản tin', recordingId: 'ban-tin', durationMs: 60_000, problem: null },
    {
      uri: '../../etc/passwd',
      title: 'passwd',
      recordingId: null,
      durationMs: null,
      problem: { code: 'playlist.outside-folder', params: { file: 'passwd' } },
    },
  ],
};

export const fakePlaylists: Fake<'playlists'> = ({ the, tell }) => ({
  list: async () => [playlist],
  get: async (id) => the('playlist', playlist, id),
  create: async ({ title }) => tell(`playlist ${title}`, playlist),
  change: async (id) => tell(`playlist ${id}`, the('playlist', playlist, id)),
  remove: async (id) => tell(`no playlist ${the('playlist', playlist, id).id}`, undefined),
  rescan: async () => tell('rescan', [playlist]),
});
