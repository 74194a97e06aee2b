import { describe, expect, it } from 'vitest';
import { ownName } from '../../../ui/src/screens/camera/add/own-name.ts';

const called = (name: string, model = 'IPC-HFW1230S', others: string[] = []) =>
  ownName(
    { name, model },
    [name, ...others].map((each) => ({ name: each, model })),
  );

describe("a camera's own name", () => {
  it.each(['Cổng thôn', 'Nhà văn hóa 2', 'Sân bóng', 'Kho K3', 'cong-thon-2'])(
    'is proposed when somebody gave it one: %s',
    (name) => {
      expect(called(name)).toBe(name);
    },
  );

  it.each([
    '',
    'Dahua',
    'IPC-HFW1230S',
    'HIKVISION DS-2CD2142FWD-I',
    'Network Video Transmitter',
    'IP Camera 01',
    'C320WS',
    'TP-Link',
  ])('is not, when it is what its maker calls any of them: “%s”', (name) => {
    expect(called(name)).toBe('');
  });

  it('is not, when several say the same', () => {
    expect(called('Cổng thôn', 'X', ['Sân bóng', 'Cổng  thôn'])).toBe('');
  });

  it('has no more letters than a name may have, and none that cannot be seen', () => {
    expect(called(`Ngã\u0000 ba\n ${'đ'.repeat(90)}`)).toBe(`Ngã ba ${'đ'.repeat(73)}`);
  });
});
