import { expect, it } from 'vitest';
import type { Recording } from '#contract';
import { aroundAgain } from '../../../ui/src/screens/schedule/slot/around-again.ts';

const content = { kind: 'recording', recordingId: 'tin' } as const;
const programme = {
  kind: 'bulletin',
  chimes: { opening: 'default', closing: 'none' },
  staggered: false,
  bedRecordingId: 'sao',
} as const;
const village = (states: Readonly<Record<string, Recording['state']>>) => ({
  recording: (id: string) => (states[id] ? ({ id, state: states[id] } as Recording) : undefined),
  chimes: {
    defaults: {
      bulletin: { opening: 'default', closing: 'default' },
      music: { opening: 'none', closing: 'none' },
    },
    shipped: { opening: 'keng', closing: 'keng' },
  } as const,
});
const bell = { opening: { recordingId: 'keng' }, closing: 'none' };

it('what is aired again has the chimes and the music that it had', () => {
  expect(aroundAgain(programme, content, village({ sao: 'ready' }))).toEqual({
    request: { chimes: bell, staggered: false, bedRecordingId: 'sao', bedOptional: true },
    withoutBed: false,
  });
});

it.each([
  ['is spoiled', { sao: 'failed' }],
  ['is gone', {}],
] as const)('where its music %s it is aired without, and says so before', (_what, states) => {
  expect(aroundAgain(programme, content, village(states))).toEqual({
    request: { chimes: bell, staggered: false },
    withoutBed: true,
  });
});

it.each([
  ['had none', { ...programme, bedRecordingId: null }, content],
  ['speaks in turns', { ...programme, staggered: true }, content],
  ['is a station now', programme, { kind: 'rebroadcast', upstreamId: 'vov', minutes: 5 }],
] as const)('nobody misses music where it %s', (_what, of, what) => {
  const { request, withoutBed } = aroundAgain(of, what, village({}));
  expect(request).not.toHaveProperty('bedRecordingId');
  expect(withoutBed).toBe(false);
});
