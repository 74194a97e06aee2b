import { anyOf, number, type Rule } from './rule.ts';

/** Pure: units after a number. What they are called, by how they are written. */
const names: Readonly<Record<string, string>> = {
  km: 'ki lô mét',
  m: 'mét',
  dm: 'đề xi mét',
  cm: 'xăng ti mét',
  mm: 'mi li mét',
  km2: 'ki lô mét vuông',
  'km²': 'ki lô mét vuông',
  m2: 'mét vuông',
  'm²': 'mét vuông',
  m3: 'mét khối',
  'm³': 'mét khối',
  ha: 'héc ta',
  kg: 'ki lô gam',
  g: 'gam',
  mg: 'mi li gam',
  l: 'lít',
  ml: 'mi li lít',
  kWh: 'ki lô oát giờ',
  KWh: 'ki lô oát giờ',
  kwh: 'ki lô oát giờ',
  KW: 'ki lô oát',
  kW: 'ki lô oát',
  kV: 'ki lô vôn',
  W: 'oát',
  V: 'vôn',
  Hz: 'héc',
  GB: 'ghi ga bai',
  MB: 'mê ga bai',
  'm/s': 'mét trên giây',
  'm3/s': 'mét khối trên giây',
  'm³/s': 'mét khối trên giây',
  'km/h': 'ki lô mét trên giờ',
  'km/giờ': 'ki lô mét trên giờ',
  '°C': 'độ xê',
  ºC: 'độ xê',
  oC: 'độ xê',
  '°': 'độ',
  '%': 'phần trăm',
  '‰': 'phần nghìn',
};

const letters = anyOf(Object.keys(names).filter((name) => /\p{L}|\d$/u.test(name)));
const speeds = anyOf(Object.keys(names).filter((name) => name.includes('/')));

export const units: readonly Rule[] = [
  // The first of "20% - 30%" and "20°C-25°C".
  { pattern: /(?<=\d[ ]?(?:%|°C?|ºC))[ ]?[–-][ ]?(?=\d)/gu, read: () => ' đến ' },
  {
    pattern: new RegExp(String.raw`(?<amount>${number})[ ]?(?<unit>${letters})(?![\p{L}\d²³])`, 'gu'),
    read: ({ amount = '', unit = '' }) => `${amount} ${names[unit] ?? unit}`,
  },
  {
    pattern: new RegExp(String.raw`(?<amount>${number})[ ]?(?<unit>[%‰°])`, 'gu'),
    read: ({ amount = '', unit = '' }) => `${amount} ${names[unit] ?? unit} `,
  },
  {
    // "mấy chục km/h"
    pattern: new RegExp(String.raw`(?<![\p{L}\d/])(?<unit>${speeds})(?![\p{L}\d²³/])`, 'gu'),
    read: ({ unit = '' }) => names[unit] ?? null,
  },
  {
    // đ/kg, lít/m²: so much for one of it.
    pattern: new RegExp(String.raw`(?<=\p{L})[ ]?\/[ ]?(?<unit>${letters})(?![\p{L}\d²³])`, 'gu'),
    read: ({ unit = '' }) => ` một ${names[unit] ?? unit}`,
  },
];
