import { beforeEach, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import type { Alert, ShiftEntry } from '../../../gateway/src/contract/index.ts';

const open: ShiftEntry['open'] = [{ alertId: 'a1', kind: 'camera-offline', cameras: ['Cổng làng'] }];
const over = (how: NonNullable<Alert['ended']>['how']): Alert => ({
  ...{ id: 'a1', kind: 'camera-offline', since: '2026-11-26T01:13:00.000Z', raisedAt: '2026-11-26T01:13:30.000Z' },
  ...{ cameras: [], cabinet: null, held: false, relapses: 0, acknowledged: null },
  ended: { at: '2026-11-26T01:20:00.000Z', how },
});

describe('the shift log in words', () => {
  beforeEach(() => speakIn('vi', 'alerts'));

  it('says of what was open whether a shift was taken over or handed over then', async () => {
    const { sayOpen } = await import('../../../ui/src/screens/alerts/shift/say-open.ts');
    expect(sayOpen({ kind: 'took-over', open })).toBe('Khi nhận ca còn mở: Cổng làng (mất kết nối).');
    expect(sayOpen({ kind: 'handed-over', open })).toBe('Khi giao ca còn mở: Cổng làng (mất kết nối).');
  });

  it('is glad only of a camera that works again', async () => {
    const { alertMark } = await import('../../../ui/src/screens/alerts/say-alert.ts');
    expect(alertMark(over('well'))).toEqual({ tone: 'well', word: 'Đã hoạt động lại.' });
    for (const how of ['joined', 'split', 'removed', 'maintenance'] as const)
      expect(alertMark(over(how)).tone).toBe('idle');
  });
});
