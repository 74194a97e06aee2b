import { expect, test } from 'vitest';
import { gapsOf, type Heard } from '../../../../gateway/src/cameras/events/coverage.ts';

const at = (time: string) => Date.parse(`2026-11-26T${time}:00.000Z`);
const day = { from: at('00:00'), to: at('12:00'), now: at('18:00') };
const heard = (from: string, to: string, why: string | null = null, cameraId = 'cong'): Heard => ({
  ...{ cameraId, why, from: at(from), to: at(to), open: false },
});
const told = (gaps: ReturnType<typeof gapsOf>) =>
  gaps.map(({ from, to, why }) => `${from.slice(11, 16)}–${to?.slice(11, 16) ?? 'now'} ${why ?? '-'}`);

test('a camera that was never heard is unknown all the time: not "nothing happened"', () => {
  expect(told(gapsOf(['cong'], [], day))).toEqual(['00:00–12:00 -']);
});

test('what lies between two times of listening is unknown, and says why', () => {
  const stretches = [heard('00:00', '03:00', 'camera.timed-out'), heard('03:40', '13:00')];
  expect(told(gapsOf(['cong'], stretches, day))).toEqual(['03:00–03:40 camera.timed-out']);
});

test('a power cut is unknown from the last minute that was written', () => {
  const stretches = [heard('00:00', '05:00'), { ...heard('05:30', '05:30'), open: true }];
  expect(told(gapsOf(['cong'], stretches, day))).toEqual(['05:00–05:30 -']);
});

test('what is unknown now has no end, and the future is not unknown', () => {
  const stretches = [heard('00:00', '10:00', 'camera.locked')];
  const gaps = gapsOf(['cong'], stretches, { ...day, now: at('11:00') });
  expect(told(gaps)).toEqual(['10:00–now camera.locked']);
});

test('why it is unknown since yesterday is still said today', () => {
  const yesterday = {
    ...heard('00:00', '00:00', 'camera.refused'),
    from: day.from - 7_200_000,
    to: day.from - 3_600_000,
  };
  expect(told(gapsOf(['cong'], [yesterday], day))).toEqual(['00:00–12:00 camera.refused']);
});

test('each camera has its own gaps', () => {
  const stretches = [heard('00:00', '12:00'), heard('00:00', '11:00', 'camera.refused', 'dinh')];
  const gaps = gapsOf(['cong', 'dinh'], stretches, day);
  expect(gaps.map(({ cameraId }) => cameraId)).toEqual(['dinh']);
});
