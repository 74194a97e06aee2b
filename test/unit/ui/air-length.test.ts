import { expect, it } from 'vitest';
import type { Recording, Zone } from '#contract';
import { addedBy, airingMs, isLong, type Airing } from '../../../ui/src/lib/air-length.ts';
import { chimeGroups, choiceOf, valueOf } from '../../../ui/src/lib/chime-options.ts';
import { chimes, recording, zone } from '../../support/fake-services.ts';

const sound = (id: string, durationMs: number): Recording => ({ ...recording, id, title: id, durationMs });
const recordings = [sound('mo-dau', 4_000), sound('ket-thuc', 5_000), sound('tin', 60_000), sound('keng', 3_000)];
const zones: Zone[] = [
  { ...zone, id: 'dinh', outputId: 'loa-1', turn: 1 },
  { ...zone, id: 'cho', outputId: 'loa-2', turn: 2 },
];
const live = {
  recording: (id: string) => recordings.find((one) => one.id === id),
  playlist: () => undefined,
  upstream: () => undefined,
  zone: (id: string) => zones.find((one) => one.id === id),
  chimes: { ...chimes, shipped: { opening: 'mo-dau', closing: 'ket-thuc' } },
};
const airing: Airing = {
  content: { kind: 'recording', recordingId: 'tin' },
  kind: 'bulletin',
  chimes: { opening: 'default', closing: 'default' },
  staggered: false,
  priority: 'normal',
  zoneIds: ['dinh', 'cho'],
};

it.each([
  ['with the usual chimes', {}, 69_000],
  ['of music, which has none', { kind: 'music' }, 60_000],
  ['in two turns', { staggered: true }, 129_000],
  ['in turns that nobody else here has', { staggered: true, zoneIds: ['cho'] }, 69_000],
  ['over music, which fades away after the last word', { bedRecordingId: 'keng' }, 71_000],
  ['in two turns, which have no music', { bedRecordingId: 'keng', staggered: true }, 129_000],
  ['over music that is gone', { bedRecordingId: 'mat' }, 69_000],
  ['as an emergency, at once', { staggered: true, priority: 'emergency' }, 69_000],
  ['with a chime of its own', { chimes: { opening: { recordingId: 'keng' }, closing: 'none' } }, 63_000],
] as const)('the question says how long it is %s', (_how, change, expected) => {
  expect(airingMs({ ...airing, ...change }, live)).toBe(expected);
});

it.each([
  ['its chimes', {}, 'chimes'],
  ['nothing, where it has none', { kind: 'music' }, null],
  ['the music under it', { kind: 'music', bedRecordingId: 'keng' }, 'bed'],
  ['both', { bedRecordingId: 'keng' }, 'both'],
  ['nothing that is gone', { kind: 'music', bedRecordingId: 'mat' }, null],
] as const)('the question says that %s makes it longer', (_what, change, expected) => {
  expect(addedBy({ ...airing, ...change }, live)).toBe(expected);
});

it('asks once more about what is longer than ten minutes, but for a station, whose length was just typed', () => {
  const station = { kind: 'rebroadcast', upstreamId: 'vov1', minutes: 30 } as const;
  expect(isLong(airing, 600_000)).toBe(false);
  expect(isLong(airing, 600_001)).toBe(true);
  expect(isLong({ content: station }, 1_800_000)).toBe(false);
});

it('says no length of what is gone', () => {
  expect(airingMs({ ...airing, content: { kind: 'recording', recordingId: 'mat' } }, live)).toBeNull();
});

it('offers the chimes of the folder first, then what is short, and always what was chosen', () => {
  const groups = chimeGroups(recordings, ['mo-dau', null, 'ket-thuc'], { recordingId: 'tin' });
  expect(groups.chimes.map(({ id }) => id)).toEqual(['mo-dau', 'ket-thuc']);
  expect(groups.recordings.map(({ id }) => id)).toEqual(['tin', 'keng']);
  for (const choice of ['none', 'default', { recordingId: 'keng' }] as const) {
    expect(choiceOf(valueOf(choice))).toEqual(choice);
  }
});
