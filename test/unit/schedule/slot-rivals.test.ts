import { describe, expect, it } from 'vitest';
import { unchanged } from '../../../gateway/src/schedule/forecast.ts';
import { rivalsAmong, yieldingOf, yieldsTo } from '../../../gateway/src/schedule/slot-rivals.ts';
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
const rivals = (others: StoredSlot[], of = mine) => {
  const inOrder = [of, ...others].sort((a, b) => a.startsAt - b.startsAt);
  return (rivalsAmong(inOrder, outputsOf).get(of.id) ?? []).map(
    (rival) => `${rival.title} ${yieldsTo(of, rival) ? 'comes first' : 'yields'}`,
  );
};

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

describe('a slot that gives way', () => {
  const higher = (from: number, minutes: number) => slot('bao-bao', from, minutes, { priority: 'priority' });
  const made = (rival: StoredSlot, minutesLate = 5) => yieldingOf(mine, [rival], six + minutesLate * minute)?.kind;

  it('waits when the other is over while it may still begin, and else is not heard', () => {
    expect(made(higher(0, 4))).toBe('late');
    expect(made(higher(-3, 8))).toBe('late');
    expect(made(higher(0, 6))).toBe('lost');
    expect(made(slot('truoc', -1, 30))).toBe('lost');
  });

  it('is cut short by one of higher rank that begins later, and by nobody of its own', () => {
    expect(made(higher(3, 1))).toBe('cut');
    expect(made(slot('sau', 3, 30))).toBeUndefined();
    expect(made(slot('cung-luc', 0, 30))).toBeUndefined();
  });
});
