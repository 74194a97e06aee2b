/** Pure: numbers in the northern reading: nghìn, linh, mốt, tư, lăm. */

const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
/** Longer ones name something (an account, a card): nobody counts them. */
const mostCounted = 15;

/** One digit after the other. */
export function readDigits(text: string): string {
  return Array.from(text, (digit) => digits[Number(digit)] ?? digit).join(' ');
}

/** A whole number, given as its digits. */
export function readWhole(text: string): string {
  const plain = text.replace(/^0+(?=\d)/, '');
  if (plain.length > mostCounted) return readDigits(plain);
  const value = Number(plain);
  if (value === 0) return digits[0];
  const billions = Math.floor(value / 1e9);
  const rest = belowBillion(value % 1e9, billions > 0);
  return billions > 0 ? [belowBillion(billions, false), 'tỷ', rest].filter(Boolean).join(' ') : rest;
}

/** As written: `2.500.000` · `1,5` · `1.5` (what English phones write) · `1,000,000`. */
export function readNumber(text: string): string {
  if (/^\d{1,3}(,\d{3}){2,}/.test(text)) return readParts(text.replaceAll(',', '').split('.'));
  if (/^\d{1,3}(\.\d{3})+(,|$)/.test(text)) return readParts(text.replaceAll('.', '').split(','));
  return readParts(text.split(/[.,]/));
}

function readParts([integer = '0', fraction]: string[]): string {
  const before = readWhole(integer);
  if (fraction === undefined) return before;
  // 1,25 is "hai mươi lăm"; 0,05 and 3,1416 are said digit by digit.
  const after = fraction.length > 2 || fraction.startsWith('0') ? readDigits(fraction) : readWhole(fraction);
  return `${before} phẩy ${after}`;
}

/** `behind`: something larger was said before, so that empty places are said too. */
function belowBillion(value: number, behind: boolean): string {
  if (value === 0) return '';
  const [millions, thousands, ones] = [Math.floor(value / 1e6), Math.floor(value / 1e3) % 1e3, value % 1e3];
  const words: string[] = [];
  if (millions > 0 || behind) words.push(belowThousand(millions, behind), 'triệu');
  const more = words.length > 0;
  if (thousands > 0 || (more && ones > 0)) words.push(belowThousand(thousands, more), 'nghìn');
  if (ones > 0) words.push(belowThousand(ones, words.length > 0));
  return words.join(' ');
}

function belowThousand(value: number, behind: boolean): string {
  const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10];
  const words: string[] = [];
  if (hundreds > 0 || behind) words.push(digits[hundreds] ?? '', 'trăm');
  if (tens > 1) words.push(digits[tens] ?? '', 'mươi');
  if (tens === 1) words.push('mười');
  if (tens === 0 && ones > 0 && words.length > 0) words.push('linh');
  if (ones > 0) words.push(onesAfter(tens, ones, words.length > 0));
  return words.join(' ');
}

function onesAfter(tens: number, ones: number, behind: boolean): string {
  if (ones === 1 && tens > 1) return 'mốt';
  if (ones === 4 && behind && tens !== 1) return 'tư';
  if (ones === 5 && tens > 0) return 'lăm';
  return digits[ones] ?? '';
}
