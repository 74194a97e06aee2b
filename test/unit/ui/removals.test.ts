import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { speakIn } from './in-words.ts';
import { Removals } from '../../../ui/src/lib/removals.svelte.ts';
import { Toasts } from '../../../ui/src/lib/toasts.svelte.ts';

function opened(answer: () => Promise<void> = async () => undefined) {
  const toasts = new Toasts();
  const removals = new Removals(toasts, (thrown) => (thrown as Error).message);
  const asked: unknown[] = [];
  const remove = (id: string) => {
    asked.push(id);
    return answer();
  };
  return { toasts, removals, asked, begin: () => removals.begin({ id: 'dinh', name: 'Xóm Đình', remove }) };
}

describe('what somebody removes', () => {
  beforeAll(() => speakIn('vi'));
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is out of sight at once; the gateway is asked for it by its id when it can be taken back no more', async () => {
    const { removals, asked, begin } = opened();
    begin();
    expect(removals.left([{ id: 'dinh' }, { id: 'cho' }])).toEqual([{ id: 'cho' }]);
    await vi.advanceTimersByTimeAsync(7_900);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toEqual(['dinh']);
  });

  it('is back when it is taken back, and nothing was asked', async () => {
    const { toasts, removals, asked, begin } = opened();
    begin();
    toasts.current?.action?.run();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(removals.isHidden('dinh')).toBe(false);
    expect(asked).toEqual([]);
  });

  it('is told of in the past, with the word of the button where that has another, and then without an undo', async () => {
    const { toasts, removals, begin } = opened();
    begin();
    expect(toasts.current).toMatchObject({ text: 'Đã xóa “Xóm Đình”.', action: { label: 'Hoàn tác' } });
    removals.begin({ id: 'bong', done: 'Đã bỏ “Sân bóng”.', remove: async () => undefined });
    expect(toasts.current).toMatchObject({ text: 'Đã bỏ “Sân bóng”.', action: { label: 'Hoàn tác' } });
    await vi.advanceTimersByTimeAsync(8_100);
    expect(toasts.current).toMatchObject({ text: 'Đã bỏ “Sân bóng”.', action: null });
  });

  it('is kept when something is put where it was, however long ago its removal began', async () => {
    const { removals, asked, begin } = opened();
    begin();
    removals.takeBack('dinh');
    expect(removals.isHidden('dinh')).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([]);
    begin();
    await vi.advanceTimersByTimeAsync(8_100);
    removals.takeBack('dinh');
    expect(asked).toEqual(['dinh']);
  });

  it('is back when the gateway refuses, and it is said why', async () => {
    const { toasts, removals, begin } = opened(() => Promise.reject(new Error('still in use')));
    begin();
    await vi.advanceTimersByTimeAsync(8_100);
    expect(removals.isHidden('dinh')).toBe(false);
    expect(toasts.current?.text).toBe('still in use');
  });
});
