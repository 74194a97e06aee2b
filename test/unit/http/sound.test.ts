import { describe, expect, test } from 'vitest';
import { rangeOf } from '../../../gateway/src/http/sound.ts';

describe('the range of a sound', () => {
  test.each<[string | undefined, { from: number; to: number } | null]>([
    [undefined, null],
    ['bytes=0-', { from: 0, to: 100 }],
    ['bytes=10-19', { from: 10, to: 20 }],
    ['bytes=90-1000', { from: 90, to: 100 }],
    ['bytes=-10', { from: 90, to: 100 }],
    ['bytes=-1000', { from: 0, to: 100 }],
    ['bytes=-', null],
    ['bytes=0-1,5-6', null],
    ['seconds=1-2', null],
    ['bytes=1e1-', null],
  ])('asked for as %j', (header, range) => expect(rangeOf(header, 100)).toEqual(range));

  test.each(['bytes=100-', 'bytes=5-4', 'bytes=-0', 'bytes=99999999999999999999-'])('%s is refused', (header) => {
    expect(() => rangeOf(header, 100)).toThrow(
      expect.objectContaining({ code: 'request.range', status: 416 }) as Error,
    );
  });
});
