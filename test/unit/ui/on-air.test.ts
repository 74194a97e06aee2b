import { describe, expect, it } from 'vitest';
import type { Broadcast } from '#contract';
import { awayMs, levelOf, shareAired, soundingNow, waitingNow, zoneShown } from '../../../ui/src/lib/on-air.ts';
import { ended, instant, slot } from './village-day.ts';

const broadcast = (change: Partial<Broadcast> = {}): Broadcast => ({
  id: 'b1',
  slotId: null,
  title: 'Mời họp thôn',
  priority: 'priority',
  live: false,
  drill: false,
  state: 'on-air',
  startsAt: instant('07:00'),
  startedAt: instant('07:00'),
  endsAt: instant('07:04'),
  item: null,
  silentSince: null,
  zones: [
    { zoneId: 'dinh', state: 'sounding', fault: null },
    { zoneId: 'cho', state: 'waiting', fault: null },
  ],
  startedBy: null,
  ...change,
});

describe('what is on air', () => {
  it('can be stopped from the moment the amplifiers are switched on', () => {
    const states = ['planned', 'warming', 'on-air', 'cooling'] as const;
    const broadcasts = states.map((state) => broadcast({ id: state, state }));
    expect(soundingNow(broadcasts).map(({ id }) => id)).toEqual(['warming', 'on-air']);
  });

  it('counts the slots that wait behind it, which stopping keeps silent too', () => {
    const [due, sounding, later] = [slot('07:01'), slot('07:00'), slot('09:00')];
    const on = [broadcast({ slotId: sounding.id })];
    const found = waitingNow([due, sounding, later, ended('06:00', 'aired')], on, Date.parse(instant('07:02')));
    expect(found).toEqual([due]);
  });

  it('has aired nothing before its first sample left', () => {
    expect(shareAired(broadcast({ startedAt: null }), Date.parse(instant('07:02')))).toBe(0);
    expect(shareAired(broadcast(), Date.parse(instant('07:01')))).toBe(0.25);
    expect(shareAired(broadcast(), Date.parse(instant('09:00')))).toBe(1);
    expect(shareAired(broadcast({ endsAt: null }), Date.parse(instant('07:01')))).toBe(0);
  });

  it('does not call a zone heard while the station is silent', () => {
    const away = broadcast({ silentSince: instant('07:01') });
    expect(awayMs(away, Date.parse(instant('07:02')))).toBe(60_000);
    expect(zoneShown(away, { state: 'sounding' })).toBe('away');
    expect(zoneShown(away, { state: 'resting' })).toBe('away-resting');
    expect(zoneShown(away, { state: 'fault' })).toBe('fault');
    expect(awayMs(broadcast(), Date.parse(instant('07:02')))).toBeNull();
    expect(zoneShown(broadcast(), { state: 'sounding' })).toBe('sounding');
  });

  it('shows the loudest of the outputs its zones are on', () => {
    const zones: Record<string, { outputId: string }> = { dinh: { outputId: 'card' }, cho: { outputId: 'net' } };
    const levels = {
      card: { rmsDb: -30, peakDb: -20 },
      net: { rmsDb: -12, peakDb: -3 },
      other: { rmsDb: 0, peakDb: 0 },
    };
    expect(levelOf(broadcast(), (id) => zones[id], levels)).toEqual({ rmsDb: -12, peakDb: -3 });
    expect(levelOf(broadcast(), () => undefined, levels)).toEqual({ rmsDb: -100, peakDb: -100 });
  });
});
