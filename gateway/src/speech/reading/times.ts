import { readWhole } from './numbers.ts';
import { whole, type Rule } from './rule.ts';

/** Pure: times of the day. */

function readTime(hours: string, minutes = '0', seconds = '0'): string | null {
  if (Number(hours) > 24 || Number(minutes) > 59) return null;
  const parts = [`${readWhole(hours)} giờ`];
  if (Number(minutes) > 0) parts.push(`${readWhole(minutes)} phút`);
  if (Number(seconds) > 0) parts.push(`${readWhole(seconds)} giây`);
  return parts.join(' ');
}

const hour = String.raw`\d{1,2}[ ]?(?:[hg](?:[ ]?\d{2})?|giờ)|\d{1,2}:\d{2}`;

export const times: readonly Rule[] = [
  // 7h30-9h, 14:00 – 16:00
  { pattern: /(?<=\d(?:[hg]\d{0,2}|:\d{2}))[ ]?[–-][ ]?(?=\d{1,2}[ ]?(?:[hg:]|giờ))/gu, read: () => ' đến ' },
  {
    // 7-9h
    pattern: new RegExp(String.raw`(?<![\p{L}\d:.,/-])(?<from>\d{1,2})[ ]?[–-][ ]?(?=(?:${hour})(?![\p{L}\d]))`, 'gu'),
    read: ({ from = '' }) => `${readWhole(from)} đến `,
  },
  {
    pattern: whole(String.raw`(?<hours>\d{1,2})[ ]?[hHg][ ]?(?<minutes>\d{1,2})(?:[ ]?(?:phút|ph|p|'))?`),
    read: ({ hours = '', minutes = '' }) => readTime(hours, minutes),
  },
  {
    pattern: whole(String.raw`(?<hours>\d{1,2}):(?<minutes>[0-5]\d)(?::(?<seconds>[0-5]\d))?`),
    read: ({ hours = '', minutes, seconds }) => readTime(hours, minutes, seconds),
  },
  { pattern: whole(String.raw`(?<hours>\d{1,2})[ ]?[hH]`), read: ({ hours = '' }) => readTime(hours) },
  // "7g" is an hour on a notice; "30g" can only be a weight.
  { pattern: whole(String.raw`(?<hours>\d{1,2})g`), read: ({ hours = '' }) => readTime(hours) },
  { pattern: /(?<=\d)[ ]?'(?!\p{L})/gu, read: () => ' phút' },
];
