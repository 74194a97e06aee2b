import { describe, expect, it } from 'vitest';
import { fill } from '../../../ui/src/lib/i18n/message.ts';

describe('a sentence with facts', () => {
  it('takes its facts by name', () => {
    expect(fill('Phát tới {zones}, {duration}?', { zones: '4 cụm loa', duration: '2 phút 10 giây' })).toBe(
      'Phát tới 4 cụm loa, 2 phút 10 giây?',
    );
  });

  it('picks the word that goes with a count', () => {
    expect(fill('{count} {count|zone|zones}', { count: 1 })).toBe('1 zone');
    expect(fill('{count} {count|zone|zones}', { count: 4 })).toBe('4 zones');
  });

  it('leaves no hole, quotes or stray space where a fact is missing', () => {
    expect(fill('Rơ-le “{relay}” mất kết nối.', {})).toBe('Rơ-le mất kết nối.');
    expect(fill('Đã phát, nhưng bỏ qua “{item}”. {cause}', { item: 'Nhạc' })).toBe('Đã phát, nhưng bỏ qua “Nhạc”.');
  });
});
