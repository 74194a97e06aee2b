import { describe, expect, it } from 'vitest';
import type { Recording } from '../../../gateway/src/contract/index.ts';
import { judgeItem } from '../../../gateway/src/playlists/judge-item.ts';

const recording = (change: Partial<Recording>) =>
  new Map([
    ['r', { id: 'r', title: 'Bản tin', state: 'ready', durationMs: 5_000, problem: null, ...change } as Recording],
  ]);
const entry = { uri: 'recording:r', title: null, recordingId: 'r', problem: null };

describe('an item of a playlist', () => {
  it('has the name and the length of its recording', () => {
    expect(judgeItem(entry, recording({}))).toEqual({
      uri: 'recording:r',
      title: 'Bản tin',
      recordingId: 'r',
      durationMs: 5_000,
      problem: null,
    });
  });

  it('with a note, such as being cut short, is heard all the same', () => {
    const note = { code: 'recording.truncated', params: {} };
    expect(judgeItem(entry, recording({ problem: note })).problem).toBeNull();
  });

  it('says why it will be passed over', () => {
    const failed = { code: 'recording.silent', params: { lufs: -70 } };
    expect(judgeItem(entry, recording({ state: 'failed', problem: failed })).problem).toEqual(failed);
    expect(judgeItem(entry, recording({ state: 'processing' })).problem?.code).toBe('recording.not-ready');
    expect(judgeItem(entry, new Map()).problem?.code).toBe('recording.not-found');
    const remote = { code: 'playlist.item-remote', params: { uri: 'http://x' } };
    expect(judgeItem({ ...entry, recordingId: null, problem: remote }, new Map()).problem).toEqual(remote);
  });
});
