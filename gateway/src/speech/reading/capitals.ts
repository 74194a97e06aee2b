import { isAbbreviation } from './abbreviations.ts';
import { spell } from './letters.ts';
import { whole, type Rule } from './rule.ts';

/** Pure: words in capitals: shouted ones are words, the others are spelled. */

/** Letters that only a Vietnamese word has; Đ is in many an abbreviation. */
const marked = /[À-ÖØ-ÝĂÂÊÔƠƯẠ-Ỹ]/u;
/** From so many unknown words in a row on it is a line in capitals, not a row of abbreviations. */
const shoutedFrom = 3;
/** Nobody spells a word that long. */
const longestSpelled = 5;

const isNumeral = (word: string) => /^[IVX]+$/.test(word);
const keeps = (word: string) => isAbbreviation(word) || isNumeral(word);

/** "THÔNG BÁO MỜI HỌP" is said as the words it is; abbreviations within it stay. */
export const shouting: readonly Rule[] = [
  {
    pattern: whole(String.raw`\p{Lu}+(?:[ ,]+\p{Lu}+)*`),
    read(_, run) {
      const words = run.split(/[ ,]+/);
      const unknown = words.filter((word) => !keeps(word) && word.length > 1);
      const shouted = words.some((word) => word.length > 1 && marked.test(word)) || unknown.length >= shoutedFrom;
      return shouted ? run.replace(/\p{Lu}+/gu, (word) => (keeps(word) ? word : word.toLowerCase())) : null;
    },
  },
];

export const spelling: readonly Rule[] = [
  { pattern: whole(String.raw`\p{Lu}{2,${longestSpelled}}`), read: (_, word) => spell(word) },
  // "khu B"; a vowel alone is a word: "Ô tô", "Ở đây", "Ý kiến".
  { pattern: whole('[BCDĐFGHJKLMNPQRSTVWXZ]'), read: (_, letter) => spell(letter) },
];
