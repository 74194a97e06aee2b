import { expect, it } from 'vitest';
import { readSlotId, slotId } from '../../../gateway/src/schedule/slot-id.ts';

const sixOClock = Date.parse('2026-11-24T06:00:00+07:00');

it.each(['sang', 'ban-tin-sang', 'dregg11y0xs47frv'])(
  'a slot of %s says whose it is and when its rule meant it',
  (id) => {
    expect(readSlotId(slotId(id, sixOClock))).toEqual({ programmeId: id, occursAt: sixOClock });
  },
);

it.each([0, Date.parse('2199-12-31T23:59:00Z')])('so does one of %i ms', (occursAt) => {
  expect(readSlotId(slotId('sang', occursAt))).toEqual({ programmeId: 'sang', occursAt });
});

it.each(['', 'sang', '-abc', 'sang-', 'sang-ABC', 'sang-zzzzzzz', '../etc-'])(
  'what is not such an id (%s) says nothing',
  (id) => {
    expect(readSlotId(id)).toBeNull();
  },
);
