import { expect, test, vi } from 'vitest';
import './in-words.ts';
import { bedWord } from '../../../ui/src/screens/more/sound/say-sound.ts';
import { keptIn, Setting, type Kept } from '../../../ui/src/screens/more/sound/setting.svelte.ts';
import type { ToastMessage } from '../../../ui/src/lib/toasts.svelte.ts';

interface Bed {
  readonly bedUnderDb: number;
}

async function open() {
  let kept = 20;
  const undos: NonNullable<ToastMessage['action']>[] = [];
  const toasts = {
    well: (_text: string, action: ToastMessage['action'] = null) => {
      if (action) undos.push(action);
    },
  };
  const answer = (): Kept<Bed> =>
    keptIn({ bedUnderDb: kept, standard: { bedUnderDb: 14 } }, ({ bedUnderDb }) => ({ bedUnderDb }));
  const setting = new Setting<Bed>({
    panel: { sayProblem: String, toasts } as never,
    read: async () => answer(),
    write: async ({ bedUnderDb }) => {
      kept = bedUnderDb;
      return answer();
    },
    saved: () => 'Đã lưu.',
  });
  await vi.waitFor(() => expect(setting.kept).not.toBeNull());
  return { setting, undos, kept: () => kept };
}

test('a setting is only what somebody is about to save until they do, and one tap takes it back', async () => {
  const { setting, undos, kept } = await open();
  setting.set({ bedUnderDb: 24 });
  expect(setting.changed).toBe(true);
  expect(kept()).toBe(20);
  await setting.save();
  expect(kept()).toBe(24);
  expect(setting.changed).toBe(false);
  undos[0]?.run();
  await vi.waitFor(() => expect(kept()).toBe(20));
});

test('it goes back to what is usual, which is saved like any other', async () => {
  const { setting, kept } = await open();
  setting.toStandard();
  expect(setting.isStandard).toBe(true);
  await setting.save();
  expect(kept()).toBe(14);
});

test('how far the music lies below the words is said in a word too', () => {
  expect([6, 14, 30].map(bedWord)).toEqual(['sound.bed.clear', 'sound.bed.middle', 'sound.bed.faint']);
});
