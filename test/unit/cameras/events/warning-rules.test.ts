import { expect, test } from 'vitest';
import { proposes, type Occasion } from '../../../../gateway/src/cameras/events/warning-rules.ts';

const village = 'Asia/Ho_Chi_Minh';
const rule = { recordingId: 'canh-bao', from: '22:00', to: '05:00', cameraIds: ['cong'] };
const atNight = Date.parse('2026-11-26T16:41:00.000Z'); // 23:41
const occasion: Occasion = {
  ...{ kind: 'motion', cameraId: 'cong', zoneIds: ['dinh'], at: atNight, duringBroadcast: false, lastAt: null },
};
const does = (change: Partial<Occasion>, other: Partial<typeof rule> = {}) =>
  proposes({ ...rule, ...other }, { ...occasion, ...change }, village);

test('somebody at the gate at night proposes a warning', () => {
  expect(does({})).toBe(true);
  expect(does({ kind: 'line-crossed' })).toBe(true);
});

test('by day, at another camera, or where no loudspeaker is near, nothing is proposed', () => {
  expect(does({ at: Date.parse('2026-11-26T05:00:00.000Z') })).toBe(false);
  expect(does({ at: Date.parse('2026-11-25T22:00:00.000Z') })).toBe(false);
  expect(does({ at: Date.parse('2026-11-25T21:59:00.000Z') })).toBe(true);
  expect(does({ cameraId: 'ao' })).toBe(false);
  expect(does({ zoneIds: [] })).toBe(false);
});

test('nothing is proposed while no warning is prepared', () => {
  expect(proposes({ ...rule, recordingId: null }, occasion, village)).toBe(false);
});

test('what moves while our own loudspeaker sounds there proposes nothing', () => {
  expect(does({ duringBroadcast: true })).toBe(false);
});

test('a picture or a covered lens proposes nothing', () => {
  expect(does({ kind: 'snapshot' })).toBe(false);
  expect(does({ kind: 'tamper' })).toBe(false);
});

test('who was asked just now is not asked again at once', () => {
  expect(does({ lastAt: atNight - 60_000 })).toBe(false);
  expect(does({ lastAt: atNight - 400_000 })).toBe(true);
  // The clock was set back.
  expect(does({ lastAt: atNight + 60_000 })).toBe(true);
});

test('two equal times are the whole day', () => {
  expect(does({ at: Date.parse('2026-11-26T05:00:00.000Z') }, { from: '00:00', to: '00:00' })).toBe(true);
});
