import { describe, expect, it } from 'vitest';
import type { CuedContent, CuedItem } from '../../../gateway/src/broadcast/ports.ts';
import { withChimes } from '../../../gateway/src/broadcast/with-chimes.ts';

const song = (title: string, seconds: number) => ({ title, path: `/${title}.wav`, durationMs: seconds * 1_000 });
const lost: CuedItem = { title: 'hỏng', problem: { code: 'recording.file-missing', params: {} } };
const news: CuedContent = { title: 'Tin', durationMs: 60_000, items: [song('tin', 60)] };
const bells = { opening: song('mo-dau', 4), closing: song('ket-thuc', 5) };
const titles = ({ items }: CuedContent) => items.map(({ title }) => title);

describe('a content and its chimes', () => {
  it('is heard between them, and is as long as all of it', () => {
    const whole = withChimes(news, bells);
    expect(titles(whole)).toEqual(['mo-dau', 'tin', 'ket-thuc']);
    expect(whole.durationMs).toBe(69_000);
  });

  it('stays as it is where none are wanted', () => {
    expect(withChimes(news, { opening: null, closing: null })).toEqual(news);
  });

  it('is not announced when nothing of it can be heard', () => {
    const broken = { ...news, items: [lost] };
    expect(withChimes(broken, bells)).toBe(broken);
  });

  it('does not have its chime twice when its playlist begins or ends with it', () => {
    const list = {
      title: 'Sáng',
      durationMs: 69_000,
      items: [song('mo-dau', 4), song('tin', 60), song('ket-thuc', 5)],
    };
    expect(titles(withChimes(list, bells))).toEqual(['mo-dau', 'tin', 'ket-thuc']);
    expect(withChimes(list, bells).durationMs).toBe(69_000);
  });

  it('is heard when a chime is spoiled, which is said', () => {
    const whole = withChimes(news, { opening: lost, closing: null });
    expect(whole.items).toEqual([{ ...lost, chime: 'opening' }, song('tin', 60)]);
    expect(whole.durationMs).toBe(60_000);
  });
});
