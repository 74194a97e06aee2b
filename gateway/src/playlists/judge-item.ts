import type { PlaylistItem, Reason, Recording } from '../contract/index.ts';

/** A line of a playlist that was looked up: what it stands for, or why it cannot be heard. */
export interface Entry {
  readonly uri: string;
  /** As written in the file; null: it has the recording's. */
  readonly title: string | null;
  readonly recordingId: string | null;
  readonly problem: Reason | null;
}

/** Pure: the entry as it would air now. */
export function judgeItem(entry: Entry, recordings: ReadonlyMap<string, Recording>): PlaylistItem {
  const { uri, recordingId } = entry;
  const recording = recordingId === null ? undefined : recordings.get(recordingId);
  const title = entry.title ?? recording?.title ?? uri;
  if (!recording) {
    const problem = entry.problem ?? { code: 'recording.not-found', params: { id: recordingId ?? uri } };
    return { uri, title, recordingId, durationMs: null, problem };
  }
  const { state, durationMs } = recording;
  if (state === 'ready') return { uri, title, recordingId, durationMs, problem: null };
  const waiting = { code: 'recording.not-ready', params: { title, state } };
  return { uri, title, recordingId, durationMs: null, problem: recording.problem ?? waiting };
}
