import { spell } from './letters.ts';
import { readDigits } from './numbers.ts';
import { whole, type Rule } from './rule.ts';

/** Pure: number plates of cars and motorcycles: nobody counts them, and their point is no decimal one. */
export const plates: readonly Rule[] = [
  {
    // 29A-123.45, 29A-1234, 29-B1 123.45 : place, series, order
    pattern: whole(
      String.raw`(?<place>\d{2})-?(?<series>[A-ZĐ]{1,2})(?<of>\d?)(?:[ ]?[–-][ ]?(?=\d{3}\.\d)|[–-]|[ ](?=\d{3}\.\d))(?<order>\d{3}\.\d{2}|\d{4,5})`,
    ),
    read: ({ place = '', series = '', of = '', order = '' }) =>
      [
        [readDigits(place), spell(series), readDigits(of)].filter(Boolean).join(' '),
        ...order.split('.').map(readDigits),
      ].join(', '),
  },
];
