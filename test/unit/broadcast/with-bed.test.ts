import { expect, test } from 'vitest';
import { cueBed, withBed } from '../../../gateway/src/broadcast/with-bed.ts';
import { AppError } from '../../../gateway/src/core/errors.ts';

const news = { title: 'Tin', durationMs: 60_000, items: [{ title: 'Tin', path: '/tin.wav', durationMs: 60_000 }] };
const music = { title: 'Sáo', path: '/sao.wav', durationMs: 9_000 };

test('a broadcast over music is as much longer as the music takes to fade', () => {
  expect(withBed(news, music)).toEqual({ ...news, bed: { title: 'Sáo', path: '/sao.wav' }, durationMs: 62_000 });
});

test('a broadcast without music is what it was', () => {
  expect(withBed(news, null)).toBe(news);
});

test('music that cannot be heard leaves the words as long as they are, and is told of', async () => {
  const gone = { code: 'recording.file-missing', params: { title: 'Sáo' } };
  const cue = () => Promise.reject(new AppError(gone.code, 404, 'gone', { params: gone.params }));
  const spoilt = { title: 'Sáo', problem: gone };
  expect(await cueBed('sao', { cue })).toEqual(spoilt);
  expect(withBed(news, spoilt)).toEqual({ ...news, items: [...news.items, spoilt] });
});

const never = () => expect.unreachable();

test('a station is heard as it comes, without music under it', () => {
  const incoming = { listen: never, letGo: never, air: never };
  const station = { title: 'VOV1', durationMs: 60_000, items: [{ title: 'VOV1', durationMs: 60_000, incoming }] };
  expect(withBed(station, music)).toBe(station);
});
