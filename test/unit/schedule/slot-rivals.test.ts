import { describe, expect, it } from 'vitest';
import { unchanged } from '../../../gateway/src/schedule/forecast.ts';
import { rivalsOf } from '../../../gateway/src/schedule/slot-rivals.ts';
import type { StoredSlot } from '../../../gateway/src/schedule/slot-store.ts';

const minute = 60_000;
const six = Date.parse('2026-11-24T06:00:00+07:00');
/** So many minutes from six o'clock on, on the output of its zone. */
function slot(programmeId: string, from: number, minutes: number, extra: Partial<StoredSlot> = {}): StoredSlot {
  const form = {
    programmeId,
    title: programmeId,
    kind: 'bulletin',
    priority: 'normal',
    zoneIds: ['dau-thon'],
    durationMs: minutes * minute,
  } as const;
  return { ...unchanged(form, six + from * minute), ...extra };
}
const outputsOf = (zoneIds: readonly string[]) => new Set(zoneIds);
const mine = slot('sang', 0, 10);
const rivals = (others: StoredSlot[], of = mine) =>
  rivalsOf(of, others, outputsOf).map(({ title, yields }) => `${title} ${yields ? 'yields' : 'comes first'}`);

describe('the rivals of a slot', () => {
  it('are those that want one of its outputs while it airs, and the earlier of one rank comes first', () => {
    expect(rivals([slot('truoc', -5, 6), slot('trong', 2, 1), slot('sau', 9, 10)])).toEqual([
      'truoc comes first',
      'trong yields',
      'sau yields',
    ]);
  });

  it('are not those before, after, elsewhere, skipped or over, nor itself', () => {
    expect(
      rivals([
        mine,
        slot('truoc', -10, 10),
        slot('sau', 10, 10),
        slot('noi-khac', 0, 10, { zoneIds: ['xom-dinh'] }),
        slot('bo', 0, 10, { skippedBy: 'Bà Sáu' }),
        slot('xong', 0, 10, { state: 'ended' }),
      ]),
    ).toEqual([]);
  });

  it('of higher rank come first, of lower rank yield, whoever is earlier', () => {
    const higher = slot('bao-bao', 5, 10, { priority: 'priority' });
    expect(rivals([higher])).toEqual(['bao-bao comes first']);
    expect(rivals([mine], higher)).toEqual(['sang yields']);
  });

  it('of unknown length take their instant all the same', () => {
    expect(rivals([slot('chua-biet', 5, 0)])).toEqual(['chua-biet yields']);
    expect(rivals([mine], slot('chua-biet', 5, 0))).toEqual(['sang comes first']);
  });
});
