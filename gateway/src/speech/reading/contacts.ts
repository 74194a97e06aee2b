import { readDigits } from './numbers.ts';
import { whole, type Rule } from './rule.ts';

/** Pure: telephone numbers, addresses of the internet, and long numbers that name something. */

/** 0912 345 678: four, three, three, as people say it. */
function groupsOf(digits: string): string[] {
  if (digits.length <= 4) return [digits];
  const first = digits.length % 3 === 1 || digits.length === 11 ? 4 : digits.length % 3 || 3;
  const rest = digits.slice(first);
  const groups = digits.length === 11 ? [rest.slice(0, 3), rest.slice(3)] : (rest.match(/\d{1,3}/g) ?? []);
  return [digits.slice(0, first), ...groups];
}

/** Digit by digit; the writer's own groups are kept. */
function readGroups(written: string): string {
  const own = written.split(/[ .-]+/).filter(Boolean);
  const groups = own.length > 1 ? own : groupsOf(written);
  return groups.map(readDigits).join(', ');
}

function readAddress(address: string): string {
  const signs: Readonly<Record<string, string>> = { '.': ' chấm ', '/': ' gạch chéo ', '@': ' a còng ', '-': ' gạch ' };
  return address
    .replace(/^https?:\/\//i, '')
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '')
    .replace(/[./@-]/g, (sign) => signs[sign] ?? ' ');
}

export const contacts: readonly Rule[] = [
  {
    pattern: /https?:\/\/[^\s<>"]+/giu,
    read: (_, match) => readAddress(match.replace(/[.,;:!?)]+$/, '')) + end(match),
  },
  {
    pattern: whole(String.raw`[a-z0-9][a-z0-9._@-]{0,80}\.(?:vn|com|net|org|info|gov|edu)(?:\/[\w./-]{0,80})?`, 'giu'),
    read: (_, match) => readAddress(match),
  },
  {
    pattern: /(?<![\p{L}\d.,])(?:\+84|\(\+84\))[ .-]?(?<rest>\d{2,3}(?:[ .-]?\d{2,4}){2,3})(?![\p{L}\d])/gu,
    read: ({ rest = '' }) => readGroups(`0${rest}`),
  },
  {
    // 0912 345 678, 0912.345.678, 024 3825 1234
    pattern: /(?<![\p{L}\d.,/-])0\d{1,3}(?:[ .-]?\d{2,4}){2,3}(?![\p{L}\d]|[.,/-]\d)/gu,
    read: (_, match) => (/^0(\D*\d){9,10}$/.test(match) ? readGroups(match) : null),
  },
  { pattern: whole(String.raw`1[89]00[ .-]?\d{2,4}(?:[ .-]?\d{2})?`), read: (_, match) => readGroups(match) },
  {
    // 113, 114, 115: called, not counted.
    pattern:
      /(?<=(?:gọi|điện thoại|đường dây nóng|tổng đài|cấp cứu|công an|cứu hỏa|ĐT)[^.!?\n]{0,60})(?<![\p{L}\d.,/-])11[1-5](?![\p{L}\d]|[.,/-]\d|[ ](?:người|hộ|cháu|em|ca|giờ|phút|năm|kg|m|km)(?!\p{L}))/giu,
    read: (_, match) => readDigits(match),
  },
  { pattern: whole(String.raw`\d{12,}|0\d{5,}`), read: (_, match) => readGroups(match) },
];

/** The full stop that ended the sentence, not the address. */
function end(match: string): string {
  return /[.,;:!?)]+$/.exec(match)?.[0] ?? '';
}
