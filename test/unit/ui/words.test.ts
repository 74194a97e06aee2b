import { expect, it } from 'vitest';
import './in-words.ts';
import { speak, t, withWords } from '../../../ui/src/lib/i18n/index.svelte.ts';

it('speaks the language that was chosen last, however long the one before takes to come', async () => {
  await speak('vi');
  const slow = speak('en');
  const fast = speak('vi');
  await Promise.all([slow, fast]);
  expect(t('sheet.title')).toBe('Bảng tháng');
});

it('has the words of two screens that were opened at once, in the language that was chosen meanwhile', async () => {
  const screen = Promise.resolve('screen');
  const [opened] = await Promise.all([withWords('alerts', withWords('cameras', screen)), speak('en')]);
  expect(opened).toBe('screen');
  expect([t('camera-month.days'), t('add-camera.title')]).toEqual(['Day by day', 'Add cameras']);
});

it('has the words of a screen when it is shown, even if another screen asked for them', async () => {
  const screens = [1, 2].map(async (number) => {
    await withWords('library', Promise.resolve());
    return [number, t('library.search')];
  });
  expect(await Promise.all(screens)).toEqual([
    [1, 'Find a recording'],
    [2, 'Find a recording'],
  ]);
});
