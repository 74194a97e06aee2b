import { readWhole } from './numbers.ts';
import { anyOf, whole, type Rule } from './rule.ts';

/** Pure: days, months and years. */

const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Small enough to be a fraction too, but everybody knows the day: 1/5, 2/9, 1/6. */
const holidays = new Set(['1/5', '1/6', '2/9', '3/2']);
/** After one of these it is the number of a house or a plot. */
const notDates = anyOf(['số', 'nhà', 'ngõ', 'hẻm', 'ngách', 'kiệt', 'đường', 'thửa', 'tờ', 'tỷ lệ', 'được', 'có']);
const beforeDate =
  /^(ngày|hôm|sáng|trưa|chiều|tối|đêm|từ|đến|tới|trước|sau|hết|dịp|lễ|và|mùng|mồng|nay|mai|hai|ba|tư|năm|sáu|bảy|nhật)$/iu;

function isDate(day: string, month: string): boolean {
  return Number(day) >= 1 && Number(day) <= (longestMonth[Number(month) - 1] ?? 0);
}

const readDay = (day: string) => (Number(day) <= 10 ? `mùng ${readWhole(day)}` : readWhole(day));
const readMonth = (month: string) => (Number(month) === 4 ? 'tháng tư' : `tháng ${readWhole(month)}`);
const readYear = (year: string) => `năm ${readWhole(year.length === 2 ? `20${year}` : year)}`;

/** `cue` is the word before it: with "ngày" there, it is not said twice. */
function readDate(cue: string | undefined, day: string, month: string, year?: string): string {
  const after = [readMonth(month), ...(year ? [readYear(year)] : [])].join(' ');
  if (cue && /^m[ùồ]ng$/iu.test(cue)) return `${cue} ${readWhole(day)} ${after}`;
  const before = cue && /^ngày$/iu.test(cue) ? cue : [cue, 'ngày'].filter(Boolean).join(' ');
  return `${before} ${readDay(day)} ${after}`;
}

const cue = String.raw`(?:(?<cue>\p{L}+)[ ]+)?`;

export const dates: readonly Rule[] = [
  // 24/11 – 26/11
  { pattern: /(?<=\d[/.-]\d{1,4})[ ]?[–-][ ]?(?=\d{1,2}\/\d)/gu, read: () => ' đến ' },
  {
    // 24–26/11
    pattern: whole(
      String.raw`${cue}(?<from>\d{1,2})[ ]?[–-][ ]?(?<to>\d{1,2})\/(?<month>\d{1,2})(?:\/(?<year>\d{4}))?`,
    ),
    read({ cue: before, from = '', to = '', month = '', year }) {
      if (!isDate(from, month) || !isDate(to, month) || Number(from) >= Number(to)) return null;
      const lead = before && /^ngày$/iu.test(before) ? before : [before, 'ngày'].filter(Boolean).join(' ');
      const rest = [readMonth(month), ...(year ? [readYear(year)] : [])].join(' ');
      return `${lead} ${readDay(from)} đến ${readDay(to)} ${rest}`;
    },
  },
  {
    pattern: whole(String.raw`${cue}(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})`),
    read: ({ cue: before, day = '', month = '', year }) =>
      isDate(day, month) ? readDate(before, day, month, year) : null,
  },
  {
    pattern: whole(String.raw`${cue}(?<day>\d{1,2})(?<by>[/.-])(?<month>\d{1,2})\k<by>(?<year>\d{4}|\d{2})`),
    read: ({ cue: before, day = '', month = '', year }) =>
      isDate(day, month) ? readDate(before, day, month, year) : null,
  },
  {
    pattern: whole(String.raw`(?<cue>ngày)[ ]+(?<day>\d{1,2})[-.](?<month>\d{1,2})(?![-./]\d)`, 'giu'),
    read: ({ cue: before, day = '', month = '' }) => (isDate(day, month) ? readDate(before, day, month) : null),
  },
  {
    // 11/2026
    pattern: whole(String.raw`(?:(?<cue>tháng|quý)[ ]+)?(?<month>\d{1,2})[/-](?<year>(?:19|20)\d{2})`, 'giu'),
    read({ cue: before, month = '', year = '' }) {
      if (Number(month) < 1 || Number(month) > 12) return null;
      if (before && /^quý$/iu.test(before)) return `${before} ${readWhole(month)} ${readYear(year)}`;
      return `${before ? before + readMonth(month).slice('tháng'.length) : readMonth(month)} ${readYear(year)}`;
    },
  },
  {
    // 24/11, but not the house 24/11 nor 3/4 of the village
    pattern: whole(
      String.raw`(?<!${notDates}[ ]+)${cue}(?<day>\d{1,2})\/(?<month>\d{1,2})(?!\/)(?<then>[ ]+(?:số|tổng|diện|dân|hộ|người|đại biểu))?`,
    ),
    read({ cue: before, day = '', month = '', then = '' }) {
      const [one, other] = [Number(day), Number(month)];
      if (!isDate(day, month) || (before && new RegExp(`^${notDates}$`, 'iu').test(before))) return null;
      const known = before !== undefined && beforeDate.test(before);
      const fraction = then !== '' || (one < other && other <= 10 && !holidays.has(`${one}/${other}`));
      if (!known && (fraction || (one === 24 && other === 7))) return null;
      return readDate(before, day, month) + then;
    },
  },
  { pattern: whole(String.raw`(?<cue>tháng)[ ]+0?4(?![.,/]\d)`, 'giu'), read: ({ cue: before }) => `${before} tư` },
  {
    pattern: whole(String.raw`(?<cue>thứ)[ ]+(?<from>[2-7])[ ]?[–-][ ]?(?:thứ[ ]+)?(?<to>[2-7])`, 'giu'),
    read: ({ cue: before, from = '', to = '' }) => `${before} ${readOrder(from)} đến thứ ${readOrder(to)}`,
  },
  {
    // Ordinals, and with them the days of the week.
    pattern: whole(String.raw`(?<cue>thứ)[ ]+(?<order>\d{1,3})(?![.,/]\d)`, 'giu'),
    read: ({ cue: before, order = '' }) => `${before} ${readOrder(order)}`,
  },
  {
    // T2-T6, T7-CN
    pattern: whole(String.raw`T(?<from>[2-7])[ ]?[–-][ ]?(?:T(?<to>[2-7])|CN)`),
    read: ({ from = '', to }) => `thứ ${readOrder(from)} đến ${to ? `thứ ${readOrder(to)}` : 'chủ nhật'}`,
  },
  { pattern: whole('T(?<order>[2-7])'), read: ({ order = '' }) => `thứ ${readOrder(order)}` },
];

function readOrder(order: string): string {
  if (Number(order) === 1) return 'nhất';
  return Number(order) === 4 ? 'tư' : readWhole(order);
}
