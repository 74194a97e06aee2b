import { readNumber, readWhole } from './numbers.ts';
import { number, whole, type Rule } from './rule.ts';

/** Pure: sums of money. */

const scales: Readonly<Record<string, string>> = {
  k: 'nghìn',
  ngàn: 'nghìn',
  nghìn: 'nghìn',
  tr: 'triệu',
  triệu: 'triệu',
  tỉ: 'tỷ',
  tỷ: 'tỷ',
};

const currencies: Readonly<Record<string, string>> = { usd: 'đô la', eur: 'ơ rô', $: 'đô la', '€': 'ơ rô' };

function readSum(amount: string, scale: string | undefined, currency: string): string {
  return [readNumber(amount.replaceAll(' ', '.')), scale && scales[scale.toLowerCase()], currency]
    .filter(Boolean)
    .join(' ');
}

export const money: readonly Rule[] = [
  {
    // 2.500.000 đ, 50k đồng, 1,2 tỷ đồng
    pattern: whole(
      String.raw`(?<amount>\d{1,3}(?:[ ]\d{3})+|${number})[ ]?(?:(?<scale>k|tr|ngàn|nghìn|triệu|tỉ|tỷ)[ ]?)?(?:vnđ|vnd|đồng|đ|₫)(?!\/c)`,
      'giu',
    ),
    read: ({ amount = '', scale }) => readSum(amount, scale, 'đồng'),
  },
  {
    // 1tr5: one million and five hundred thousand
    pattern: whole(String.raw`(?<millions>\d{1,3})tr(?<rest>\d{1,3})`, 'giu'),
    read: ({ millions = '', rest = '' }) => `${readWhole(millions)} triệu ${readWhole(rest.padEnd(3, '0'))} nghìn đồng`,
  },
  {
    pattern: whole(String.raw`(?<amount>${number})(?<scale>k|tr)`, 'giu'),
    read: ({ amount = '', scale }) => readSum(amount, scale, 'đồng'),
  },
  {
    pattern: whole(String.raw`(?<amount>${number})[ ]?(?<scale>ngàn|tỉ)`, 'giu'),
    read: ({ amount = '', scale }) => readSum(amount, scale, ''),
  },
  {
    pattern: new RegExp(String.raw`(?<sign>[$€])[ ]?(?<amount>${number})(?![\p{L}\d])`, 'gu'),
    read: ({ amount = '', sign = '' }) => readSum(amount, undefined, currencies[sign] ?? ''),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d])(?<amount>${number})[ ]?(?<sign>usd(?!\p{L})|eur(?!\p{L})|[$€])`,
      'giu',
    ),
    read: ({ amount = '', sign = '' }) => readSum(amount, undefined, currencies[sign.toLowerCase()] ?? ''),
  },
];
