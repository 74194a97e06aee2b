import { describe, expect, it } from 'vitest';
import type { Broadcast, Recording } from '#contract';
import { alarmNow, causeIn, emergenciesNow, orderOf, preparedMessages } from '../../../ui/src/lib/emergency.ts';

const form = {
  id: 'e1',
  title: 'Khẩn cấp: Lũ',
  recordingId: 'tin-lu',
  zoneIds: ['dinh'],
  drill: false,
  reason: ' Lũ ',
};

describe('what the emergency button sends', () => {
  it('is the siren alone, whatever message stands ready, until somebody chooses it', () => {
    expect(orderOf({ ...form, sound: 'siren' })).toEqual({
      ...{ id: 'e1', title: 'Khẩn cấp: Lũ', siren: true, zoneIds: ['dinh'], drill: false, reason: 'Lũ' },
    });
    expect(orderOf({ ...form, sound: 'message' })).toMatchObject({ siren: false, recordingId: 'tin-lu' });
    expect(orderOf({ ...form, sound: 'both' })).toMatchObject({ siren: true, recordingId: 'tin-lu' });
  });

  it('leaves out a reason that nobody gave', () => {
    expect(orderOf({ ...form, sound: 'siren', reason: ' ' })).not.toHaveProperty('reason');
  });
});

it('an emergency is shown until it is ended, its all-clear and other broadcasts are not', () => {
  const one = { id: 'e1', priority: 'emergency', endsAt: null, state: 'on-air' } as Broadcast;
  const others: Broadcast[] = [
    { ...one, endsAt: '2026-11-24T00:00:09.000Z' },
    { ...one, state: 'cooling' },
    { ...one, priority: 'priority' },
  ];
  expect(emergenciesNow([one, ...others])).toEqual([one]);
});

it('the top line says what is meant before what is practised, and nothing once all are over', () => {
  const drill = { id: 'd', priority: 'emergency', endsAt: null, state: 'on-air', drill: true } as Broadcast;
  const meant = { ...drill, id: 'e', drill: false };
  expect(alarmNow([drill, meant])).toBe(meant);
  expect(alarmNow([drill])).toBe(drill);
  expect(alarmNow([{ ...meant, state: 'cooling' }])).toBeNull();
});

it('the top line says its cause once', () => {
  expect(causeIn('Khẩn cấp: Lũ', 'Khẩn cấp:')).toBe('Lũ');
  expect(causeIn('Nút ở nhà văn hóa', 'Khẩn cấp:')).toBe('Nút ở nhà văn hóa');
});

it('a message can be chosen once it is ready', () => {
  const ready = { purpose: 'emergency', state: 'ready' } as Recording;
  expect(preparedMessages([ready, { ...ready, state: 'processing' }, { ...ready, purpose: null }])).toEqual([ready]);
});
