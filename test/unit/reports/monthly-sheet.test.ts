import { describe, expect, it } from 'vitest';
import type { AirLogLine, OutcomeKind, Slot } from '../../../gateway/src/contract/index.ts';
import { monthAsCsv } from '../../../gateway/src/reports/csv.ts';
import { spanOf } from '../../../gateway/src/core/month.ts';
import type { MonthFacts } from '../../../gateway/src/reports/month.ts';
import { monthlySheet } from '../../../gateway/src/reports/monthly-sheet.ts';

const timeZone = 'Asia/Ho_Chi_Minh';
const none = { aired: 0, partly: 0, missed: 0, chosen: 0 };

function slotAt(startsAt: string, kind: OutcomeKind | null, change: Partial<Slot> = {}): Slot {
  return {
    id: startsAt,
    programmeId: 'sang',
    title: 'Buổi sáng',
    kind: 'bulletin',
    priority: 'normal',
    zoneIds: ['dinh', 'cho'],
    startsAt,
    endsAt: startsAt,
    state: kind ? 'ended' : 'planned',
    override: null,
    holds: [],
    outcome: kind && { kind, code: `slot.${kind}`, params: {}, at: startsAt },
    ...change,
  };
}

function lineAt(plannedAt: string, airedMs: Record<string, number>, change: Partial<AirLogLine> = {}): AirLogLine {
  return {
    id: `log-${plannedAt}`,
    broadcastId: null,
    slotId: plannedAt,
    title: 'Buổi sáng',
    priority: 'normal',
    drill: false,
    plannedAt,
    startedAt: plannedAt,
    endedAt: plannedAt,
    airedMs: Math.max(0, ...Object.values(airedMs)),
    outcome: { kind: 'aired', code: 'broadcast.aired', params: {}, at: plannedAt },
    startedBy: null,
    reason: null,
    zones: Object.entries(airedMs).map(([zoneId, ms]) => ({
      zoneId,
      name: `Cụm ${zoneId}`,
      outputId: null,
      confirmed: ms > 0,
      airedMs: ms,
      fault: null,
    })),
    items: [],
    ...change,
  };
}

const empty: MonthFacts = {
  month: '2026-11',
  now: Date.parse('2026-12-05T00:00:00.000Z'),
  timeZone,
  slots: [],
  airLog: [],
  zones: [
    { id: 'dinh', name: 'Đình' },
    { id: 'cho', name: 'Chợ' },
  ],
};

describe('the monthly sheet', () => {
  it.each<[OutcomeKind, keyof typeof none]>([
    ['aired', 'aired'],
    ['aired-partly', 'partly'],
    ['missed', 'missed'],
    ['failed', 'missed'],
    ['pre-empted', 'missed'],
    ['skipped', 'chosen'],
    ['stopped', 'chosen'],
    ['held-back', 'chosen'],
    ['quiet-hours', 'chosen'],
  ])('counts what was %s as %s: for the village, the day, the programme and each zone', (kind, column) => {
    const sheet = monthlySheet({ ...empty, slots: [slotAt('2026-11-23T22:00:00.000Z', kind)] });
    const tally = { ...none, [column]: 1 };
    expect(sheet.total).toEqual(tally);
    expect(sheet.programmes).toEqual([{ programmeId: 'sang', title: 'Buổi sáng', airedSeconds: 0, tally }]);
    expect(sheet.zones.map((zone) => [zone.name, zone.tally])).toEqual([
      ['Đình', tally],
      ['Chợ', tally],
    ]);
    expect(
      sheet.days.filter(({ tally: { aired, partly, missed, chosen } }) => aired + partly + missed + chosen),
    ).toEqual([{ date: '2026-11-24', airedSeconds: 0, tally }]);
    expect(sheet.trouble.map(({ outcome }) => outcome.kind)).toEqual(kind === 'aired' ? [] : [kind]);
  });

  it.each(['slot.not-approved', 'slot.content-not-approved'])(
    'counts %s as missed: nobody chose that silence',
    (code) => {
      const outcome = { kind: 'held-back' as const, code, params: {}, at: '2026-11-23T22:00:00.000Z' };
      const sheet = monthlySheet({ ...empty, slots: [slotAt(outcome.at, 'held-back', { outcome })] });
      expect(sheet.total).toEqual({ ...none, missed: 1 });
    },
  );

  it('leaves out what is still to come, but shows each day that has begun', () => {
    const now = Date.parse('2026-11-02T17:00:00.000Z');
    const sheet = monthlySheet({ ...empty, now, slots: [slotAt('2026-11-23T22:00:00.000Z', null)] });
    expect(sheet).toMatchObject({ until: '2026-11-02T17:00:00.000Z', total: none, zones: [], programmes: [] });
    expect(sheet.days.map(({ date }) => date)).toEqual(['2026-11-01', '2026-11-02']);
    expect(monthlySheet({ ...empty, now: now + 1 }).days.at(-1)?.date).toBe('2026-11-03');
  });

  it('sums the sound of each zone, by hand or by schedule, of each programme and of each day', () => {
    const slots = [slotAt('2026-11-02T22:00:00.000Z', 'aired'), slotAt('2026-11-03T22:00:00.000Z', 'aired-partly')];
    const airLog = [
      lineAt('2026-11-02T22:00:00.000Z', { dinh: 60_400, cho: 60_400 }),
      lineAt('2026-11-03T22:00:00.000Z', { dinh: 60_400, cho: 0 }),
      lineAt('2026-11-03T23:00:00.000Z', { cho: 10_000 }, { slotId: null, title: 'Lan' }),
      lineAt('2026-11-04T23:00:00.000Z', { cho: 0 }, { slotId: null, title: 'Không lên tiếng' }),
    ];
    const sheet = monthlySheet({ ...empty, slots, airLog });
    expect(sheet.zones.map(({ name, airedSeconds }) => [name, airedSeconds])).toEqual([
      ['Đình', 121],
      ['Chợ', 70],
    ]);
    expect(sheet.programmes.map(({ title, airedSeconds }) => [title, airedSeconds])).toEqual([['Buổi sáng', 121]]);
    expect(sheet.manual).toEqual({ count: 1, airedSeconds: 10 });
    expect(sheet.days.filter(({ airedSeconds }) => airedSeconds > 0)).toMatchObject([
      { date: '2026-11-03', airedSeconds: 60 },
      { date: '2026-11-04', airedSeconds: 70 },
    ]);
  });

  it('begins and ends with the midnights of the village', () => {
    const slots = ['2026-10-31T16:59:00', '2026-10-31T17:00:00', '2026-11-30T16:59:00', '2026-11-30T17:00:00'].map(
      (at) => slotAt(`${at}.000Z`, 'missed'),
    );
    const airLog = slots.map(({ startsAt }) =>
      lineAt(startsAt, { dinh: 1_000 }, { endedAt: '2026-12-01T00:00:00.000Z' }),
    );
    const sheet = monthlySheet({ ...empty, slots, airLog });
    expect(sheet.trouble.map(({ slotId }) => slotId)).toEqual(['2026-10-31T17:00:00.000Z', '2026-11-30T16:59:00.000Z']);
    expect(sheet.zones[0]).toMatchObject({ name: 'Đình', airedSeconds: 2 });
    expect(sheet.until).toBe('2026-11-30T17:00:00.000Z');
    expect(sheet.days).toHaveLength(30);
  });

  it.each([
    ['2026-03', 'Europe/Berlin', 31 * 24 - 1],
    ['2026-10', 'Europe/Berlin', 31 * 24 + 1],
    ['2026-04', 'Australia/Lord_Howe', 30 * 24 + 0.5],
    ['2026-02', 'Asia/Ho_Chi_Minh', 28 * 24],
    ['2028-02', 'Asia/Ho_Chi_Minh', 29 * 24],
    ['2026-12', 'Asia/Ho_Chi_Minh', 31 * 24],
  ])('%s in %s is %s hours long, each of its days once', (month, zone, hours) => {
    const { from, to } = spanOf(month, zone);
    expect((to - from) / 3_600_000).toBe(hours);
    const { days } = monthlySheet({ ...empty, month, timeZone: zone, now: to });
    expect(days.map(({ date }) => date)).toEqual(
      Array.from({ length: days.length }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`),
    );
    expect(days).toHaveLength(Math.round(hours / 24));
  });

  it.each(['2026-12', '2999-12'])('of %s, which is still to come, is empty', (month) => {
    const now = Date.parse('2026-11-24T00:00:00.000Z');
    expect(monthlySheet({ ...empty, month, now })).toEqual({
      month,
      until: '2026-11-24T00:00:00.000Z',
      total: none,
      zones: [],
      programmes: [],
      manual: { count: 0, airedSeconds: 0 },
      days: [],
      trouble: [],
    });
  });

  it.each(['1000-01', '1968-01', '2025-02'])('of %s, before there was a gateway, has nothing in it', (month) => {
    const sheet = monthlySheet({ ...empty, month });
    expect(sheet).toMatchObject({ total: none, zones: [], programmes: [], trouble: [] });
    expect(sheet.days.every(({ airedSeconds, tally }) => airedSeconds === 0 && tally.aired === 0)).toBe(true);
  });

  it('keeps the names of zones and programmes that are gone', () => {
    const at = '2026-11-02T22:00:00.000Z';
    const slots = [slotAt(at, 'aired', { zoneIds: ['ben'], programmeId: null, title: 'Cũ' })];
    const airLog = [
      lineAt(at, { ben: 1_000 }),
      lineAt('2026-11-03T22:00:00.000Z', { dinh: 2_000 }, { slotId: 'not-kept', title: 'Rất cũ' }),
    ];
    const sheet = monthlySheet({ ...empty, slots, airLog });
    expect(sheet.zones.map(({ name }) => name)).toEqual(['Cụm ben', 'Đình']);
    expect(sheet.programmes.map(({ programmeId, title, airedSeconds }) => [programmeId, title, airedSeconds])).toEqual([
      [null, 'Cũ', 1],
      [null, 'Rất cũ', 2],
    ]);
  });

  it('does not mix a programme that is gone with another whose id is its title', () => {
    const slots = [
      slotAt('2026-11-02T22:00:00.000Z', 'aired'),
      slotAt('2026-11-03T22:00:00.000Z', 'aired', { programmeId: null, title: 'sang' }),
    ];
    expect(monthlySheet({ ...empty, slots }).programmes.map(({ tally }) => tally.aired)).toEqual([1, 1]);
  });
});

describe('the sheet as CSV', () => {
  const at = '2026-11-02T22:00:00.000Z';
  const head = '\uFEFFdate,time,title,zone,by,outcome,code,aired_seconds';

  it('has a line for each slot and zone, and for each zone of what was aired by hand, in order of time', () => {
    const airLog = [
      lineAt('2026-11-02T21:00:00.000Z', { cho: 9_600 }, { slotId: null, title: 'Lan nói' }),
      lineAt(at, { dinh: 60_000, cho: 0 }),
    ];
    const slots = [slotAt(at, 'aired-partly'), slotAt('2026-11-03T22:00:00.000Z', null)];
    expect(monthAsCsv({ ...empty, slots, airLog }).split('\r\n')).toEqual([
      head,
      '2026-11-03,04:00,Lan nói,Chợ,hand,aired,broadcast.aired,10',
      '2026-11-03,05:00,Buổi sáng,Đình,schedule,aired-partly,slot.aired-partly,60',
      '2026-11-03,05:00,Buổi sáng,Chợ,schedule,aired-partly,slot.aired-partly,0',
      '',
    ]);
  });

  it('of an empty month has its columns', () => {
    expect(monthAsCsv(empty)).toBe(`${head}\r\n`);
  });

  it.each([
    ['a comma', 'Tin, nhạc', '"Tin, nhạc"'],
    ['quotes', 'Bản "mới"', '"Bản ""mới"""'],
    ['a line break', 'a\r\nb', '"a\r\nb"'],
    ['a sum', '=1+1', "'=1+1"],
    ['a plus', '+84', "'+84"],
    ['a minus', '-1', "'-1"],
    ['an at', '@SUM(A1)', "'@SUM(A1)"],
    ['a tab before a sum', '\t=1', "'\t=1"],
    ['a sum that would break out of its quotes', '=HYPERLINK("http://a","b")', `"'=HYPERLINK(""http://a"",""b"")"`],
    ['a sum that is no first sign', '1=1', '1=1'],
  ])('keeps a title with %s as text in one field', (_name, title, field) => {
    const csv = monthAsCsv({ ...empty, slots: [slotAt(at, 'missed', { title, zoneIds: ['dinh'] })] });
    expect(csv).toBe(`${head}\r\n2026-11-03,05:00,${field},Đình,schedule,missed,slot.missed,0\r\n`);
  });
});
