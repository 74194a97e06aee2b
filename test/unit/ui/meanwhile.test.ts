import { describe, expect, it } from 'vitest';
import type { Slot } from '../../../gateway/src/contract/index.ts';
import { slotsMeanwhile } from '../../../ui/src/lib/meanwhile.ts';

const now = Date.parse('2026-11-24T10:58:00Z');
const until = now + 5 * 60_000;
const outputs: Record<string, string | null> = { dinh: 'loa-1', cho: 'loa-1', bai: 'loa-2', moi: null };
const zone = (id: string) => (id in outputs ? { outputId: outputs[id] ?? null } : undefined);

function slot(title: string, more: Partial<Slot> = {}): Slot {
  return {
    id: title,
    programmeId: null,
    title,
    kind: 'bulletin',
    priority: 'normal',
    zoneIds: ['dinh'],
    startsAt: '2026-11-24T11:00:00Z',
    endsAt: '2026-11-24T11:10:00Z',
    state: 'planned',
    override: null,
    holds: [],
    outcome: null,
    ...more,
  };
}

function during(slots: Slot[], order: { zoneIds?: string[]; priority?: Slot['priority'] } = {}) {
  const asked = { zoneIds: ['dinh'], priority: 'normal', ...order } as const;
  return slotsMeanwhile(slots, asked, { now, until }, zone).map(({ slot, cutsIn }) => [slot.title, cutsIn]);
}

describe('what comes to its time while something is aired now', () => {
  it('waits for its end, or cuts into it when it goes before it', () => {
    const slots = [slot('Bản tin'), slot('Lũ', { priority: 'priority' })];
    expect(during(slots)).toEqual([
      ['Bản tin', false],
      ['Lũ', true],
    ]);
    expect(during(slots, { priority: 'priority' })).toEqual([
      ['Bản tin', false],
      ['Lũ', false],
    ]);
  });

  it('is named where it shares a horn, though it is for another zone', () => {
    expect(during([slot('Chợ', { zoneIds: ['cho'] }), slot('Bãi', { zoneIds: ['bai'] })])).toEqual([['Chợ', false]]);
    expect(during([slot('Mới', { zoneIds: ['moi', 'gone'] })], { zoneIds: ['moi'] })).toEqual([]);
  });

  it('is nothing that begins later, has begun, is skipped, or is held everywhere', () => {
    const reason = { code: 'slot.quiet-hours', params: {} };
    const skipped = { skipped: true } as Slot['override'];
    expect(
      during([
        slot('sau', { startsAt: '2026-11-24T11:03:00Z' }),
        slot('trước', { startsAt: '2026-11-24T10:58:00Z' }),
        slot('xong', { state: 'ended' }),
        slot('bỏ', { override: skipped }),
        slot('giữ', { holds: [{ zoneIds: ['dinh'], reason }] }),
      ]),
    ).toEqual([]);
  });
});
