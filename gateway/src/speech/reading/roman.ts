import { readWhole } from './numbers.ts';
import { anyOf, whole, type Rule } from './rule.ts';

/** Pure: Roman numerals, where a word before them says that they are numbers. */

const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
const cues = [
  'quý',
  'thế kỷ',
  'chương',
  'phần',
  'khóa',
  'khoá',
  'kỳ',
  'mục',
  'đợt',
  'cấp',
  'hạng',
  'loại',
  'vùng',
  'lần',
  'đại hội',
  'giai đoạn',
  'học kỳ',
  'khu',
  'tập',
  'bảng',
];

/** Null: these letters are no numeral. */
function valueOf(numeral: string): number | null {
  if (!/^C{0,3}(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/.test(numeral)) return null;
  const parts = Array.from(numeral, (letter) => values[letter] ?? 0);
  return parts.reduce((sum, value, at) => sum + (value < (parts[at + 1] ?? 0) ? -value : value), 0);
}

export const roman: readonly Rule[] = [
  {
    pattern: whole(String.raw`(?<cue>thứ)[ ]+(?<numeral>[IVXLC]+)`, 'gu'),
    read({ cue = '', numeral = '' }) {
      const value = valueOf(numeral);
      if (value === null) return null;
      return `${cue} ${value === 1 ? 'nhất' : value === 4 ? 'tư' : readWhole(String(value))}`;
    },
  },
  {
    pattern: whole(
      String.raw`(?<cue>(?:${anyOf(cues.flatMap((cue) => [cue, cue.charAt(0).toUpperCase() + cue.slice(1)]))}))[ ]+(?<numeral>[IVXLC]+)(?:\/(?<year>\d{4}))?`,
    ),
    read({ cue = '', numeral = '', year }) {
      const value = valueOf(numeral);
      if (value === null) return null;
      return `${cue} ${readWhole(String(value))}${year ? ` năm ${readWhole(year)}` : ''}`;
    },
  },
  {
    // Without a word before it only what nobody writes for anything else: II, III, IV, VI … XXI.
    pattern: whole('[IVX]{2,6}'),
    read(_, match) {
      const value = valueOf(match);
      return value === null ? null : readWhole(String(value));
    },
  },
];
