import { readNumber, readWhole } from './numbers.ts';
import { number, whole, type Rule } from './rule.ts';

/** Pure: numbers, and the signs between and around them. */

export const ranges: readonly Rule[] = [
  {
    // 20-25; a score such as 2-1 is only its two numbers
    pattern: new RegExp(String.raw`(?<![\p{L}\d.,/-])(?<from>${number})[ ]?[–-][ ]?(?<to>${number})(?![\d/-])`, 'gu'),
    read({ from = '', to = '' }) {
      const value = (text: string) => Number(text.replace(/\.(?=\d{3})/g, '').replace(',', '.'));
      return value(from) < value(to) ? `${from} đến ${to}` : `${from} ${to}`;
    },
  },
  { pattern: /(?<![\p{L}\d)])-(?=\d)/gu, read: () => 'âm ' },
];

export const fractions: readonly Rule[] = [
  {
    pattern: whole(String.raw`(?<part>\d{1,4})\/(?<of>\d{1,4})`),
    read: ({ part = '', of = '' }) =>
      Number(part) < Number(of) && Number(of) <= 10
        ? `${readWhole(part)} phần ${readOrderOf(of)}`
        : `${readWhole(part)} trên ${readWhole(of)}`,
  },
];

/** ¼ is "một phần tư". */
function readOrderOf(part: string): string {
  return Number(part) === 4 ? 'tư' : readWhole(part);
}

export const numbers: readonly Rule[] = [
  // 12A, QL1A, A4
  { pattern: /(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)/gu, read: () => ' ' },
  { pattern: new RegExp(number, 'gu'), read: (_, match) => readNumber(match) },
];

export const signs: readonly Rule[] = [
  { pattern: /[ ]*&[ ]*/gu, read: () => ' và ' },
  { pattern: /(?<=[\p{L}\d])[ ]*\+[ ]*(?=[\p{L}\d])/gu, read: () => ' cộng ' },
  { pattern: /(?<=[\p{L}\d])[ ]*=[ ]*(?=[\p{L}\d])/gu, read: () => ' bằng ' },
  { pattern: /[>≥][ ]*(?=\d)/gu, read: () => 'trên ' },
  { pattern: /[<≤][ ]*(?=\d)/gu, read: () => 'dưới ' },
  { pattern: /(?:khoảng[ ]*)?~[ ]*(?=\d)/giu, read: () => 'khoảng ' },
];

/** After everything has been read: what is left of hyphens, slashes and brackets is only a breath or nothing. */
export const leftovers: readonly Rule[] = [
  { pattern: /(?<=đồng|người|hộ|lít|gam|mét)[ ]?\/[ ]?(?=\p{L})/gu, read: () => ' một ' },
  { pattern: /(?<=\p{L})-(?=\p{L})/gu, read: () => ' ' },
  { pattern: /[ ]+[–-]+[ ]+|–/gu, read: () => ', ' },
  { pattern: /[()[\]{};|]|:(?=\s|$)|[ ]\/[ ]/gmu, read: () => ', ' },
  { pattern: /["'\\/#*_~<>≤≥=+@$€₫°º²³%‰&:-]/gu, read: () => ' ' },
];
