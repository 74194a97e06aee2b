import { expect, it } from 'vitest';
import { stepsNow, stepsThen } from '../../../ui/src/lib/air-progress.ts';

const words = (steps: Readonly<Record<string, string>>) => Object.values(steps).join(' ');

it.each([
  ['warming', 'waiting', 'done now open open'],
  ['warming', 'confirmed', 'done done now open'],
  ['on-air', 'sounding', 'done done now open'],
  ['on-air', 'pausing', 'done done now open'],
  ['on-air', 'fault', 'done failed open open'],
  ['cooling', 'sounding', 'done done done done'],
  ['cooling', 'waiting', 'done failed open open'],
] as const)(
  'a broadcast that is %s, in a zone that is %s: sent, powered, sounding, over is %s',
  (state, zone, told) => {
    expect(words(stepsNow({ state, silentSince: null }, { state: zone }))).toBe(told);
  },
);

it.each(['sounding', 'resting'] as const)(
  'while its station is away, a zone that is %s waits for its sound',
  (zone) => {
    const silentSince = '2026-11-23T22:01:00.000Z';
    expect(words(stepsNow({ state: 'on-air', silentSince }, { state: zone }))).toBe('done done waits open');
  },
);

const zone = { zoneId: 'dinh', name: 'Đình', outputId: 'loa', confirmed: true, airedMs: 5_000, fault: null };
it.each([
  ['was heard', {}, 'done done done done'],
  ['had no power', { confirmed: false, airedMs: 0 }, 'done failed open open'],
  ['had power and no sound', { airedMs: 0 }, 'done done failed open'],
  ['lost its power', { fault: { code: 'relay.turned-off', params: {} } }, 'done done done failed'],
])('afterwards a zone that %s is told apart', (_what, change, told) => {
  expect(words(stepsThen({ ...zone, ...change }, { code: 'broadcast.aired' }))).toBe(told);
});

it.each([
  ['was heard until then', {}, 'done done cut cut'],
  ['was still to be switched on', { confirmed: false, airedMs: 0 }, 'done cut open open'],
  ['had not been commanded', { confirmed: false, airedMs: 0, outputId: null }, 'open open open open'],
])('a broadcast stopped half way is not ticked off as done in a zone that %s', (_what, change, told) => {
  expect(words(stepsThen({ ...zone, ...change }, { code: 'broadcast.stopped' }))).toBe(told);
});
