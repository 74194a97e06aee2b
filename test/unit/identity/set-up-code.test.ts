import { expect, test } from 'vitest';
import { createSetUpCode } from '../../../gateway/src/identity/set-up-code.ts';

test('the code is short to type and another each time', () => {
  const codes = Array.from({ length: 20 }, () => createSetUpCode(() => undefined).current());
  for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}$/);
  expect(new Set(codes).size).toBe(20);
});

test('capitals, spaces and a forgotten dash do no harm', () => {
  const code = createSetUpCode(() => undefined);
  const typed = code.current();
  code.check(typed);
  code.check(` ${typed.toUpperCase().replace('-', ' ')} `);
  code.check(typed.replace('-', '').replaceAll('0', 'o').replaceAll('1', 'l'));
});

test('after ten wrong tries the code is void and a new one is printed', () => {
  const printed: string[] = [];
  const code = createSetUpCode((next) => printed.push(next));
  const first = code.current();
  for (let n = 0; n < 9; n++) expect(() => code.check('wrong')).toThrow('not the set-up code');
  expect(printed).toEqual([]);
  expect(() => code.check('wrong')).toThrow(
    expect.objectContaining({ code: 'identity.wrong-setup-code', status: 403 }),
  );
  expect(printed).toEqual([code.current()]);
  expect(() => code.check(first)).toThrow('not the set-up code');
  code.check(code.current());
});
