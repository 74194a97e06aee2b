import { beforeEach, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import { sayDecimal, saySize } from '../../../ui/src/lib/say-number.ts';

beforeEach(() => speakIn('vi'));

it.each([
  [900, '1 KB'],
  [999_000, '999 KB'],
  [1_250_000, '1,3 MB'],
  [38_400_000, '38,4 MB'],
  [4_000_000_000, '4,0 GB'],
])('%i bytes are said as %s', (bytes, words) => expect(saySize(bytes)).toBe(words));

it('a decimal is written as each language writes it', async () => {
  expect(sayDecimal(-16.04)).toBe('−16,0');
  await speakIn('en');
  expect(sayDecimal(-16.04)).toBe('−16.0');
});
