import type { Hold, Outcome, Slot, SlotOverride } from '#contract';

/** 24 November 2026 in the village, UTC+7. */
export const timeZone = 'Asia/Ho_Chi_Minh';
export const date = '2026-11-24';

export function instant(time: string, day = date): string {
  return new Date(`${day}T${time}:00+07:00`).toISOString();
}

/** A planned bulletin of ten minutes, unless said otherwise. */
export function slot(time: string, change: Partial<Slot> = {}): Slot {
  const startsAt = instant(time);
  return {
    id: `slot-${time.replace(':', '')}`,
    programmeId: 'morning',
    title: 'Bản tin',
    kind: 'bulletin',
    priority: 'normal',
    zoneIds: ['dinh'],
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + 600_000).toISOString(),
    state: 'planned',
    override: null,
    holds: [],
    outcome: null,
    ...change,
  };
}

export function ended(time: string, kind: Outcome['kind']): Slot {
  const outcome: Outcome = { kind, code: `test.${kind}`, params: {}, at: instant(time) };
  return slot(time, { state: 'ended', outcome });
}

/** What somebody changed on one slot; nothing, unless said otherwise. */
export function changed(change: Partial<SlotOverride>): SlotOverride {
  return { skipped: false, movedFrom: null, content: null, contentApproved: true, by: 'Bác Tám', ...change };
}

/** A funeral that mutes those zones until 25 November. */
export function mourning(...zoneIds: string[]): Hold {
  const params = {
    kind: 'mourning',
    title: 'cụ Sáu',
    until: '2026-11-25',
    zones: zoneIds.join(', '),
    overlayId: 'tang',
  };
  return { zoneIds, reason: { code: 'slot.overlay', params } };
}
