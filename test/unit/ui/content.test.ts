import { expect, it } from 'vitest';
import type { PlaylistItem } from '#contract';
import { plain, recordingsIn } from '../../../ui/src/lib/content.ts';

it('approves the recordings that are listened to: one, or those of a playlist in order, and what is none of them', () => {
  const item = (recordingId: string | null): PlaylistItem => ({
    uri: 'a.mp3',
    title: 'A',
    recordingId,
    durationMs: null,
    problem: null,
  });
  const playlist = (id: string) => (id === 'sang' ? { items: [item('nhac'), item(null), item('tin')] } : undefined);
  expect(recordingsIn({ kind: 'recording', recordingId: 'tin' }, playlist)).toEqual(['tin']);
  expect(recordingsIn({ kind: 'playlist', playlistId: 'sang' }, playlist)).toEqual(['nhac', null, 'tin']);
  expect(recordingsIn({ kind: 'playlist', playlistId: 'gone' }, playlist)).toEqual([]);
});

it('finds "Bản tin Đình" by typing "ban tin dinh"', () => {
  expect(plain('Bản tin Đình')).toBe('ban tin dinh');
});
