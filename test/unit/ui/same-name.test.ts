import { expect, it } from 'vitest';
import { isTaken } from '../../../ui/src/lib/same-name.ts';

const relays = [{ name: 'Loa đầu thôn' }, { name: 'Nhà văn hóa' }];

it('two relays that a person would call alike are noticed, however it was typed', () => {
  for (const name of ['Loa đầu thôn', ' loa  ĐẦU thôn ', 'Nhà văn hóa'.normalize('NFD')]) {
    expect(isTaken(name, relays), name).toBe(true);
  }
});

it('another name, and none yet, are not', () => {
  for (const name of ['Loa cuối thôn', 'Loa dau thon', '', ' ']) expect(isTaken(name, relays), name).toBe(false);
});
