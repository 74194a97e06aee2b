import { expect, it } from 'vitest';
import { has, withUsual } from '../../../ui/src/screens/alerts/usual-words.ts';

it('usual words are put to a note that somebody has written, and taken out of it again', () => {
  const note = withUsual('Chìa khóa tủ ở nhà ông Tư.', 'Đã gọi thợ', true);
  expect(note).toBe('Chìa khóa tủ ở nhà ông Tư. Đã gọi thợ');
  expect([has(note, 'Đã gọi thợ'), has(note, 'Đang ra xem')]).toEqual([true, false]);
  expect(withUsual(note, 'Đã gọi thợ', false)).toBe('Chìa khóa tủ ở nhà ông Tư');
});

it('usual words stand in a note once, and alone in one that was empty', () => {
  expect(withUsual('', 'Đang ra xem', true)).toBe('Đang ra xem');
  expect(withUsual('Đang ra xem. Đã gọi thợ', 'Đang ra xem', true)).toBe('Đã gọi thợ. Đang ra xem');
});
