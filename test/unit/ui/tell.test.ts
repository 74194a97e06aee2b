import { beforeAll, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import { statusOf, tellChanges, tellHolds, tellToday } from '../../../ui/src/lib/tell.ts';
import { changed, ended, instant, mourning, slot, timeZone } from './village-day.ts';

const names: Record<string, string> = { dinh: 'Xóm Đình', cho: 'Xóm Chợ' };
const zoneName = (id: string) => names[id] ?? id;
const zoneIds = ['dinh', 'cho'];

describe('a slot of the agenda', () => {
  beforeAll(() => speakIn('vi'));

  it('says beforehand that a funeral will keep it silent, and until when', () => {
    const held = slot('11:30', { zoneIds, holds: [mourning('dinh', 'cho')] });
    expect(tellHolds(held, zoneName)).toEqual(['Sẽ không phát: tang lễ đến 25/11']);
    expect(statusOf(held)).toEqual({ tone: 'attention', word: 'Sẽ không phát' });
  });

  it('names the zones that will stay silent when others will sound', () => {
    const held = slot('11:30', { zoneIds, holds: [mourning('cho')] });
    expect(tellHolds(held, zoneName)).toEqual(['Không phát ở Xóm Chợ: tang lễ đến 25/11']);
    expect(statusOf(held)).toEqual({ tone: 'attention', word: 'Sẽ phát, trừ vài nơi' });
    expect(statusOf(slot('11:30')).word).toBe('Chờ phát');
  });

  it('says who has not approved what', () => {
    const holding = (code: string, params = {}) =>
      tellHolds(slot('11:30', { holds: [{ zoneIds: ['dinh'], reason: { code, params } }] }), zoneName)[0];
    expect(holding('slot.not-approved', { state: 'draft' })).toBe('Sẽ không phát: chương trình còn là nháp');
    expect(holding('slot.not-approved', { state: 'submitted' })).toBe('Sẽ không phát: chương trình chưa được duyệt');
    expect(holding('slot.content-not-approved')).toBe('Sẽ không phát: nội dung thay chưa được duyệt');
    expect(holding('slot.minutes-used-up')).toBe('Sẽ không phát: hết số phút của ngày hôm đó');
    expect(holding('slot.quiet-hours')).toBe('Sẽ không phát: rơi vào giờ yên tĩnh');
  });

  it('says from when it was moved, with the day when that was another', () => {
    const moved = (from: string) => slot('11:30', { override: changed({ movedFrom: from }) });
    expect(tellChanges(moved(instant('05:30')), timeZone)).toEqual(['Dời từ 05:30']);
    expect(tellChanges(moved(instant('05:30', '2026-11-23')), timeZone)).toEqual(['Dời từ 05:30 thứ Hai 23/11']);
  });

  it('says that something else is aired this once', () => {
    const content = { kind: 'recording', recordingId: 'hop' } as const;
    expect(tellChanges(slot('11:30', { override: changed({ content }) }), timeZone)).toEqual([
      'Nội dung thay, chỉ lượt này',
    ]);
    expect(tellChanges(slot('11:30'), timeZone)).toEqual([]);
  });
});

describe('how today is going, in a sentence', () => {
  beforeAll(() => speakIn('vi'));
  const told = (slots: Parameters<typeof tellToday>[0], byHand = false) =>
    tellToday(slots, byHand, Date.parse(instant('13:00')), timeZone);

  it('counts as broken off only what has sounded', () => {
    const aired = [ended('05:30', 'aired'), ended('06:00', 'aired')];
    expect(told([...aired, ended('07:00', 'pre-empted'), slot('17:00')])).toBe(
      'Đã phát đủ 2 lượt, 1 lượt không phát. Còn 1 lượt nữa.',
    );
    expect(told([...aired, ended('07:00', 'aired-partly'), ended('08:00', 'missed')])).toBe(
      'Đã phát đủ 2 lượt, 1 lượt không trọn, 1 lượt không phát. Hôm nay không còn buổi phát nào.',
    );
    expect(told([ended('07:00', 'failed')])).toBe('1 lượt không phát. Hôm nay không còn buổi phát nào.');
  });

  it('does not say that there is nothing while something is aired by hand', () => {
    expect(told([], true)).toBe('Đang phát tay, ngoài lịch. Theo lịch, hôm nay không có chương trình nào.');
    expect(told([ended('05:30', 'aired')], true)).toBe('Đang phát tay, ngoài lịch. Hôm nay đã phát đủ 1 lượt.');
    expect(told([])).toBe('Theo lịch, hôm nay không có chương trình nào.');
  });
});
