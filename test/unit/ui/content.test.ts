import { expect, it } from 'vitest';
import { plain } from '../../../ui/src/lib/content.ts';

it('finds "Bản tin Đình" by typing "ban tin dinh"', () => {
  expect(plain('Bản tin Đình')).toBe('ban tin dinh');
});
