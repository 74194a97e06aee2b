import { expect, test } from 'vitest';
import { withBed } from '../../../gateway/src/broadcast/with-bed.ts';

const news = { title: 'Tin', durationMs: 60_000, items: [{ title: 'Tin', path: '/tin.wav', durationMs: 60_000 }] };
const music = { title: 'Sáo', durationMs: 9_000, items: [{ title: 'Sáo', path: '/sao.wav', durationMs: 9_000 }] };

test('a broadcast over music is as much longer as the music takes to fade', () => {
  expect(withBed(news, music)).toEqual({ ...news, bed: { title: 'Sáo', path: '/sao.wav' }, durationMs: 62_000 });
});

test('a broadcast without music is what it was', () => {
  expect(withBed(news, null)).toBe(news);
});
