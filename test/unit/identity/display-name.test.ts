import { expect, test } from 'vitest';
import { checkDisplayName } from '../../../gateway/src/identity/display-name.ts';

test.each(['button:Đình', 'Button:Đình', '  BUTTON:'])('a person called “%s” would be taken for a button', (name) => {
  expect(() => checkDisplayName(name)).toThrow(expect.objectContaining({ code: 'identity.name-of-a-button' }));
});

test.each(['Nguyễn Văn Thôn', 'Bà Button', 'Nút button: Đình'])('a person may be called “%s”', (name) => {
  expect(checkDisplayName(name)).toBe(name);
});
