import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../gateway/src/contract/index.ts';
import { snapshotName } from '../../../ui/src/lib/camera/snapshot-name.ts';
import { bestGrid, pageOf } from '../../../ui/src/lib/wall/best-grid.ts';
import { fitAlerts } from '../../../ui/src/lib/wall/fit-alerts.ts';
import { maySound, newAlerts } from '../../../ui/src/lib/wall/new-alerts.ts';
import { shouldRenew, type PageLife } from '../../../ui/src/lib/wall/renewal.ts';

const room = { width: 1_560, height: 900 };

describe('a wall of cameras', () => {
  it('shows nine of them three by three, and any other number as large as can be', () => {
    const shape = (count: number) => {
      const { columns, rows } = bestGrid(count, room, 8);
      return `${columns}×${rows}`;
    };
    expect([1, 2, 4, 6, 9, 12, 16].map(shape)).toEqual(['1×1', '1×2', '2×2', '2×3', '3×3', '3×4', '4×4']);
  });

  it('never lays a tile over its edge', () => {
    for (let count = 1; count <= 16; count++) {
      const { columns, rows, width, height } = bestGrid(count, room, 8);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * width + (columns - 1) * 8).toBeLessThanOrEqual(room.width);
      expect(rows * height + (rows - 1) * 8).toBeLessThanOrEqual(room.height);
    }
  });

  it('shows more than sixteen in turns, each of them', () => {
    const cameras = Array.from({ length: 36 }, (_, n) => n);
    const turns = [0, 1, 2].flatMap((turn) => pageOf(cameras, turn));
    expect(turns).toEqual(cameras);
    expect(pageOf(cameras, 3)).toEqual(pageOf(cameras, 0));
    expect(pageOf(cameras.slice(0, 16), 5)).toHaveLength(16);
  });
});

describe('the alerts beside the wall', () => {
  const alerts = [1, 2, 3].map(() => ({ whole: 100, brief: 60 }));
  const fit = (room: number) => fitAlerts({ room, gap: 10, others: 20, alerts });

  it('say all that they say where there is room, else the lower ones their first sentence', () => {
    expect(fit(320)).toEqual(['whole', 'whole', 'whole']);
    expect(fit(319)).toEqual(['whole', 'whole', 'brief']);
    expect(fit(200)).toEqual(['brief', 'brief', 'brief']);
  });

  it('are never cut through: those without room are counted below', () => {
    expect(fit(199)).toEqual(['brief', 'brief']);
    expect(fit(89)).toEqual([]);
    expect(fitAlerts({ room: 0, gap: 10, others: 20, alerts: [] })).toEqual([]);
  });
});

describe('a page that lives for weeks', () => {
  const night: PageLife = {
    ...{ bornVersion: '1.0.0', version: '1.0.0', ageMs: 20 * 3_600_000, minutes: 3 * 60 + 40 },
    ...{ well: true, sounding: false },
  };

  it('begins anew once in the night', () => {
    expect(shouldRenew(night)).toBe(true);
    expect(shouldRenew({ ...night, ageMs: 60_000 })).toBe(false);
    expect(shouldRenew({ ...night, minutes: 8 * 60 })).toBe(false);
  });

  it('begins anew at once when the gateway was updated', () => {
    expect(shouldRenew({ ...night, minutes: 8 * 60, ageMs: 60_000, version: '1.1.0' })).toBe(true);
  });

  it('stays as it is while something sounds, and while the gateway is away: it would not come back', () => {
    expect(shouldRenew({ ...night, sounding: true })).toBe(false);
    expect(shouldRenew({ ...night, well: false })).toBe(false);
    expect(shouldRenew({ ...night, well: false, version: '1.1.0' })).toBe(false);
  });
});

describe('a picture that somebody takes', () => {
  it('is named after its camera and the village’s time', () => {
    const at = Date.parse('2026-11-26T01:13:05.000Z');
    expect(snapshotName('Cổng sau (Đình)', at, 'Asia/Ho_Chi_Minh')).toBe('cong-sau-dinh-2026-11-26-081305.jpg');
    expect(snapshotName('🎥', at, 'Asia/Ho_Chi_Minh')).toBe('camera-2026-11-26-081305.jpg');
  });
});

describe('the tone of the wall', () => {
  const alert = (id: string, change: Partial<Alert> = {}): Alert => ({
    ...{
      id,
      kind: 'camera-offline',
      cameras: [{ id: 'c', name: 'Đình', cause: null, backAt: null, settled: false }],
      cabinet: null,
    },
    ...{ since: '2026-11-26T01:00:00.000Z', raisedAt: '2026-11-26T01:01:00.000Z', held: false, relapses: 0 },
    ...{ acknowledged: null, ended: null, ...change },
  });

  it('is for alerts that are new here and that nobody sees to yet', () => {
    const known = new Set(['old']);
    const acknowledged = { by: 'An', at: '2026-11-26T01:02:00.000Z', note: '' };
    const alerts = [alert('old'), alert('new'), alert('held', { held: true }), alert('known', { acknowledged })];
    expect(newAlerts(known, alerts).map(({ id }) => id)).toEqual(['new']);
  });

  it('is silent when the village said so, also over midnight', () => {
    const night = { on: true, quiet: { from: '22:00', to: '05:00' } };
    expect(maySound(night, 23 * 60)).toBe(false);
    expect(maySound(night, 4 * 60 + 59)).toBe(false);
    expect(maySound(night, 5 * 60)).toBe(true);
    expect(maySound({ on: true, quiet: { from: '12:00', to: '13:00' } }, 12 * 60 + 30)).toBe(false);
    expect(maySound({ on: true, quiet: null }, 23 * 60)).toBe(true);
    expect(maySound({ on: false, quiet: null }, 12 * 60)).toBe(false);
  });
});
