import { describe, expect, test } from 'vitest';
import type { Playlist, Programme, Recording } from '../../../gateway/src/contract/index.ts';
import { appended, moved, without } from '../../../ui/src/lib/order.ts';
import type { Entry } from '../../../ui/src/screens/library/entry.ts';
import { found } from '../../../ui/src/screens/library/find.ts';
import { loudnessWord, placeOf } from '../../../ui/src/screens/library/loudness.ts';
import { preparationOf } from '../../../ui/src/screens/library/preparation.ts';
import { usesOfPlaylist, usesOfRecording } from '../../../ui/src/screens/library/used-in.ts';
import { playlist, programme, recording, upstream } from '../../support/fake-services.ts';

describe('the way of a recording to the horns', () => {
  const on = (change: Partial<Recording>) => preparationOf({ ...recording, ...change });

  test('a recording that is ready or failed is not on its way', () => {
    expect(on({ state: 'ready' })).toBeNull();
    expect(on({ state: 'failed' })).toBeNull();
  });

  test('each step stands behind those before it', () => {
    expect(on({ state: 'uploading', step: 'upload', progress: 0.43 })).toEqual({
      step: 'upload',
      share: 0.43,
      done: 0,
    });
    expect(on({ state: 'processing', step: 'normalise', progress: 0.5 })).toMatchObject({ done: 3, share: 0.5 });
  });

  test('one that waits for its turn has been uploaded and nothing more', () => {
    expect(on({ state: 'processing', step: null })).toEqual({ step: 'queue', share: 0, done: 1 });
  });
});

describe('loudness in words', () => {
  test.each([
    [-27, 'raised-much'],
    [-20, 'raised'],
    [-16.4, 'kept'],
    [-15.5, 'kept'],
    [-9, 'lowered'],
  ] as const)('a recording of %d LUFS was %s', (inputLufs, word) => {
    expect(loudnessWord({ inputLufs, outputLufs: -16 })).toBe(word);
  });

  test('however quiet or loud it came, its mark stays on the scale', () => {
    expect(placeOf(-70)).toBe(0);
    expect(placeOf(3)).toBe(1);
    expect(placeOf(-16)).toBeGreaterThan(placeOf(-27));
  });
});

describe('where a recording is used', () => {
  const item = playlist.items[0]!;
  const morning: Playlist = { ...playlist, items: [{ ...item, recordingId: recording.id }] };
  const alone: Programme = { ...programme, content: { kind: 'recording', recordingId: recording.id } };
  const listed: Programme = { ...programme, content: { kind: 'playlist', playlistId: morning.id } };

  test('both by programmes of its own and in playlists', () => {
    const uses = usesOfRecording(recording.id, [alone, listed], [morning], []);
    expect(uses.map(({ kind }) => kind)).toEqual(['programme', 'playlist']);
  });

  test('around something else: as the music under it, or as its chime', () => {
    const around = { ...listed, content: { kind: 'recording', recordingId: 'another' } } as const;
    const overIt = { ...around, bedRecordingId: recording.id };
    const chimes = { opening: 'none', closing: { recordingId: recording.id } } as const;
    expect(usesOfRecording(recording.id, [around, overIt, { ...around, chimes }], [], [])).toHaveLength(2);
  });

  test('a playlist is used by the programmes that air it', () => {
    expect(usesOfPlaylist(morning.id, [alone, listed], [])).toHaveLength(1);
    expect(usesOfPlaylist('another', [alone, listed], [])).toEqual([]);
  });

  test('what a station falls back on is used by it', () => {
    const spare = { ...upstream, fallback: { kind: 'recording', recordingId: recording.id } as const };
    expect(usesOfRecording(recording.id, [], [], [upstream, spare])).toEqual([
      { kind: 'upstream', title: 'VOV1', href: '/more/upstreams/vov1' },
    ]);
    const listing = { ...upstream, fallback: { kind: 'playlist', playlistId: morning.id } as const };
    expect(usesOfPlaylist(morning.id, [], [listing, spare])).toHaveLength(1);
  });
});

describe('the order of a playlist', () => {
  const ids = (entries: readonly Entry[]) => entries.map(({ recordingId }) => recordingId).join('');
  const abc = ['a', 'b', 'c'].reduce<Entry[]>((entries, recordingId) => appended(entries, { recordingId }), []);

  test('the same recording may air twice, and each stays its own', () => {
    const twice = appended(abc, { recordingId: 'a' });
    expect(ids(twice)).toBe('abca');
    expect(ids(without(twice, twice[0]!.key))).toBe('bca');
  });

  test('an item moves one place, and stays at the ends', () => {
    expect(ids(moved(abc, abc[2]!.key, -1))).toBe('acb');
    expect(ids(moved(abc, abc[0]!.key, 1))).toBe('bac');
    expect(ids(moved(abc, abc[0]!.key, -1))).toBe('abc');
    expect(ids(moved(abc, abc[2]!.key, 1))).toBe('abc');
  });
});

test('a recording is found as people type on a phone: without marks, words in any order', () => {
  expect(found('Bản tin sáng: điện', 'dien ban tin')).toBe(true);
  expect(found('Bản tin sáng', '')).toBe(true);
  expect(found('Bản tin sáng', 'chieu')).toBe(false);
});
