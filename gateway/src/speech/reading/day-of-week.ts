const days = ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'] as const;

/** Pure: `2026-11-24` → "thứ Ba, ngày 24/11"; whatever else was typed stays. */
export function writeDay(date: string): string {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? [];
  const name = days[new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay()];
  return name === undefined || day === '' ? date : `${name}, ngày ${Number(day)}/${Number(month)}`;
}
