import { beforeAll, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import { statusOf, tellChanges, tellHolds } from '../../../ui/src/lib/tell.ts';
import { changed, instant, mourning, slot, timeZone } from './village-day.ts';

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
    expect(statusOf(held).word).toBe('Chờ phát');
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
