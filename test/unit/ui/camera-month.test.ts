import { beforeAll, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import { reasonOfAlert, unansweredIn, urgentFirst } from '../../../ui/src/lib/alert-reason.ts';
import { columnsOf, percentOfAll } from '../../../ui/src/screens/alerts/months/camera-month.ts';
import { alert } from '../../support/fake-services.ts';

describe('a month of cameras', () => {
  it('has a column for each of its days, empty where nothing is known', () => {
    const times = { working: 43_200, out: 21_600, planned: 21_600, unknown: 0 };
    const nothing = { working: 0, out: 0, planned: 0, unknown: 86_400 };
    const columns = columnsOf('2026-11', [
      { date: '2026-11-01', times },
      { date: '2026-11-02', times: nothing },
    ]);
    expect(columns).toHaveLength(30);
    expect(columns.slice(0, 2)).toEqual([{ working: 0.5, out: 0.25, planned: 0.25 }, null]);
  });

  it('is never rounded up to a hundred per cent', () => {
    const times = (working: number, out: number) => ({ times: { working, out, planned: 0, unknown: 0 } });
    expect(percentOfAll([times(999_999, 1)])).toBe(99.99);
    expect(percentOfAll([times(50, 0), times(0, 50)])).toBe(50);
    expect(percentOfAll([times(0, 0)])).toBeNull();
  });
});

describe('how much of a month there was a picture', () => {
  beforeAll(() => speakIn('vi'));

  it('is told with a tenth at most, none of all or nothing, and never rounded up', async () => {
    const { sayPercent } = await import('../../../ui/src/screens/alerts/months/say-month.ts');
    expect([100, 0, 57.27, 99.99, 64.1, 90].map(sayPercent)).toEqual(['100', '0', '57,2', '99,9', '64,1', '90']);
  });
});

describe('alerts in the panel', () => {
  const acknowledged = { by: 'Ông Tư', at: alert.raisedAt, note: '' };

  it('stand first that nobody sees to', () => {
    const held = { ...alert, id: 'held', held: true };
    const known = { ...alert, id: 'known', acknowledged };
    expect(urgentFirst([held, known, alert]).map(({ id }) => id)).toEqual([alert.id, 'known', 'held']);
    expect(unansweredIn([held, known, alert])).toBe(1);
  });

  it('of several cameras count those that are still away', () => {
    const [one] = alert.cameras;
    const back = { ...one!, id: 'cho', backAt: alert.raisedAt };
    const together = { ...alert, kind: 'cameras-together' as const, cabinet: 'Tủ A', cameras: [one!, one!, back] };
    expect(reasonOfAlert(together)).toEqual({ code: 'village.cabinet-lost', params: { count: 2, cabinet: 'Tủ A' } });
    expect(reasonOfAlert({ ...together, cabinet: null }).code).toBe('village.cameras-lost');
    const over = { ...together, ended: { at: alert.raisedAt, how: 'well' as const } };
    expect(reasonOfAlert(over).params['count']).toBe(3);
  });
});
