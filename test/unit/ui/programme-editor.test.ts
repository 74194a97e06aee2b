import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgrammeTrial, TrialResult } from '#contract';
import { speakIn } from './in-words.ts';
import { ProgrammeEditor } from '../../../ui/src/lib/programme-editor.svelte.ts';
import { freshForm } from '../../../ui/src/lib/programme-form.ts';
import type { Panel } from '../../../ui/src/lib/panel.ts';

const content = { kind: 'recording', recordingId: 'chuong' } as const;

/** A gateway that answers each question when the test says so. */
function gateway() {
  const questions: { trial: ProgrammeTrial; answer: (result: TrialResult | Error) => void }[] = [];
  const api = {
    programmes: {
      try: (trial: ProgrammeTrial) =>
        new Promise<TrialResult>((resolve, reject) => {
          questions.push({
            trial,
            answer: (result) => (result instanceof Error ? reject(result) : resolve(result)),
          });
        }),
    },
  };
  return { api: api as unknown as Panel['api'], questions };
}

function open() {
  const { api, questions } = gateway();
  const clock = { now: Date.parse('2026-11-24T15:00:00+07:00') };
  const live = { village: { timeZone: 'Asia/Ho_Chi_Minh' } };
  const panel = { api, clock, live } as unknown as Panel;
  const editor = new ProgrammeEditor({ panel, id: 'new', begin: () => freshForm('2026-11-25', ['dinh']) });
  return { editor, questions };
}

const said = (start: string): TrialResult => ({ problem: null, clashes: [], next: [start] });

describe('a programme being typed', () => {
  beforeAll(() => speakIn('vi'));
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is asked about once the fingers rest, not at every letter', async () => {
    const { editor, questions } = open();
    editor.set({ content });
    await vi.advanceTimersByTimeAsync(399);
    editor.set({ times: ['17:00'] });
    await vi.advanceTimersByTimeAsync(399);
    expect(questions).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(questions.map(({ trial }) => trial.programme.rule.times)).toEqual([['17:00']]);
  });

  it('moves its first day with its time until somebody chooses the day', () => {
    const { editor } = open();
    expect(editor.form.date).toBe('2026-11-25');
    editor.set({ times: ['17:15'] });
    expect(editor.form.date).toBe('2026-11-24');
    editor.set({ date: '2026-12-01' });
    editor.set({ times: ['05:30'] });
    expect(editor.form.date).toBe('2026-12-01');
    editor.stop();
  });

  it('hears only the answer to what stands there now', async () => {
    const { editor, questions } = open();
    editor.set({ content });
    await vi.advanceTimersByTimeAsync(400);
    editor.set({ times: ['17:00'] });
    await vi.advanceTimersByTimeAsync(400);
    questions[1]?.answer(said('2026-11-25T10:00:00.000Z'));
    questions[0]?.answer(said('2026-11-24T22:30:00.000Z'));
    await vi.advanceTimersByTimeAsync(0);
    expect(editor.trial?.next).toEqual(['2026-11-25T10:00:00.000Z']);
  });

  it('claims nothing while the gateway does not answer, or while there is nothing to ask', async () => {
    const { editor, questions } = open();
    editor.set({ content });
    await vi.advanceTimersByTimeAsync(400);
    questions[0]?.answer(said('2026-11-24T22:30:00.000Z'));
    await vi.advanceTimersByTimeAsync(0);
    expect(editor.trial).not.toBeNull();
    editor.set({ times: ['17:00'] });
    await vi.advanceTimersByTimeAsync(400);
    questions[1]?.answer(new Error('gone'));
    await vi.advanceTimersByTimeAsync(0);
    expect(editor.trial).toBeNull();
    editor.set({ zoneIds: [] });
    await vi.advanceTimersByTimeAsync(400);
    expect(questions).toHaveLength(2);
  });

  it('is asked about no more when the form is left', async () => {
    const { editor, questions } = open();
    editor.set({ content });
    editor.stop();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(questions).toHaveLength(0);
  });
});
