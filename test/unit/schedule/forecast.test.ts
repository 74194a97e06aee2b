import { expect, it } from 'vitest';
import { forecast, unchanged } from '../../../gateway/src/schedule/forecast.ts';
import { slotKey } from '../../../gateway/src/schedule/plan.ts';
import type { StoredProgramme } from '../../../gateway/src/schedule/programme-store.ts';
import { readSlotId } from '../../../gateway/src/schedule/slot-id.ts';

const village = 'Asia/Ho_Chi_Minh';
const at = (date: string, time: string) => Date.parse(`${date}T${time}:00+07:00`);
const programme: StoredProgramme = {
  id: 'sang',
  title: 'Bản tin sáng',
  kind: 'bulletin',
  content: { kind: 'recording', recordingId: 'tin' },
  text: '',
  zoneIds: ['dau-thon'],
  priority: 'normal',
  rule: { repeat: 'daily', date: '2026-11-24', times: ['06:00', '17:00'] },
  chimes: { opening: 'default', closing: 'default' },
  bedRecordingId: null,
  staggered: false,
  missed: { policy: 'skip', withinMinutes: 0 },
  enabled: true,
  approval: { state: 'approved', by: 'Ông Tư', at: 0, note: null },
  since: 0,
  unreadable: null,
};
const slot = {
  programmeId: 'sang',
  title: 'Bản tin sáng',
  kind: 'bulletin',
  priority: 'normal',
  zoneIds: ['dau-thon'],
  durationMs: 600_000,
} as const;
const [from, to] = [at('2026-12-20', '00:00'), at('2026-12-22', '00:00')];

it('what the rules foresee is as if nobody had touched it, under the id that it will have', () => {
  const found = forecast([{ programme, slot }], new Set(), from, to, village);
  expect(found.map(({ startsAt }) => startsAt)).toEqual([
    at('2026-12-20', '06:00'),
    at('2026-12-20', '17:00'),
    at('2026-12-21', '06:00'),
    at('2026-12-21', '17:00'),
  ]);
  for (const foreseen of found) {
    expect(foreseen).toEqual(unchanged(slot, foreseen.occursAt));
    expect(readSlotId(foreseen.id)).toEqual({ programmeId: 'sang', occursAt: foreseen.occursAt });
  }
});

it('what is a row already is not foreseen again, moved away or not', () => {
  const rows = new Set([slotKey('sang', at('2026-12-20', '06:00'))]);
  expect(forecast([{ programme, slot }], rows, from, to, village)).toHaveLength(3);
});

it('a programme that is switched off foresees nothing', () => {
  expect(forecast([{ programme: { ...programme, enabled: false }, slot }], new Set(), from, to, village)).toEqual([]);
});
