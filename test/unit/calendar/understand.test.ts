import { describe, expect, it, test } from 'vitest';
import type { Reason, Rule } from '../../../gateway/src/contract/index.ts';
import { understand } from '../../../gateway/src/calendar/understand.ts';
import { file, read, village } from './ics.ts';

const start = 'DTSTART;TZID=Asia/Ho_Chi_Minh:20261201T050000';
const tuesday: Rule = { repeat: 'once', date: '2026-12-01', times: ['05:00'] };
const not = (part: string): Reason => ({ code: 'calendar.not-understood', params: { part } });
const because = (...problems: Reason[]) => ({ rule: null, problems });
const why = (code: string, params: Reason['params'] = {}) => because({ code: `calendar.${code}`, params });

describe('an event that is taken in', () => {
  it('once, with its title', () => {
    expect(read([start])).toEqual({ uid: 'a', title: 'Bản tin', rule: tuesday, problems: [] });
  });

  it.each<[string, Partial<Rule>]>([
    ['FREQ=DAILY', { repeat: 'daily' }],
    ['FREQ=DAILY;INTERVAL=3', { repeat: 'daily', every: 3 }],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', { repeat: 'weekly', weekdays: ['mo', 'tu', 'we', 'th', 'fr'] }],
    ['FREQ=WEEKLY', { repeat: 'weekly', weekdays: ['tu'] }],
    ['freq=weekly;byday=su,tu', { repeat: 'weekly', weekdays: ['tu', 'su'] }],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA;WKST=MO', { repeat: 'weekly', every: 2, weekdays: ['tu', 'sa'] }],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU', { repeat: 'weekly', every: 2, weekdays: ['tu'] }],
    ['FREQ=MONTHLY', { repeat: 'monthly', monthDays: [1] }],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15,-1', { repeat: 'monthly', monthDays: [1, 15, -1] }],
    ['FREQ=MONTHLY;BYDAY=1TU', { repeat: 'monthly', nthWeekday: { nth: 1, weekday: 'tu' } }],
    ['FREQ=YEARLY', { repeat: 'yearly' }],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1', { repeat: 'yearly' }],
    ['RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=OMIT', { repeat: 'yearly' }],
  ])('RRULE:%s', (rrule, expected) => {
    expect(read([start, `RRULE:${rrule}`])).toMatchObject({ rule: { ...tuesday, ...expected }, problems: [] });
  });

  it.each([
    ['20261231', '2026-12-31'],
    ['20261231T050000', '2026-12-31'],
    ['20261231T045959', '2026-12-30'],
    ['20261230T220000Z', '2026-12-31'],
    ['20261230T215959Z', '2026-12-30'],
    ['20261201T000000', undefined],
    ['99991231T235959Z', undefined],
  ])('until %s', (until, expected) => {
    const { rule, problems } = read([start, `RRULE:FREQ=DAILY;UNTIL=${until}`]);
    if (until === '20261201T000000') expect(problems[0]?.code).toBe('calendar.until-before-start');
    else expect(rule?.until).toBe(expected);
  });

  it.each([
    ['FREQ=DAILY;COUNT=1', '2026-12-01'],
    ['FREQ=DAILY;COUNT=1000', '2029-08-26'],
    ['FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3', '2026-12-08'],
    ['FREQ=MONTHLY;COUNT=3', '2027-02-01'],
    ['FREQ=YEARLY;COUNT=2', '2027-12-01'],
  ])('%s ends on %s', (rrule, until) => {
    expect(read([start, `RRULE:${rrule}`]).rule?.until).toBe(until);
  });

  it('without the days of EXDATE, which count for COUNT, in whatever form they are written', () => {
    const lines = [
      'EXDATE;TZID=Asia/Ho_Chi_Minh:20261202T050000,20261203T050000',
      'EXDATE:20261203T220000Z',
      'EXDATE;VALUE=DATE:20261205',
      'EXDATE;TZID=Asia/Ho_Chi_Minh:20261206T060000',
    ];
    expect(read([start, 'RRULE:FREQ=DAILY;COUNT=10', ...lines]).rule).toEqual({
      ...tuesday,
      repeat: 'daily',
      until: '2026-12-10',
      except: ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05'],
    });
  });

  it('of another time zone: a single one at the same instant, on the clock of the village', () => {
    expect(read(['DTSTART;TZID=Europe/Berlin:20261201T230000']).rule).toEqual({
      ...tuesday,
      date: '2026-12-02',
      times: ['05:00'],
    });
    expect(read(['DTSTART:20261130T220000Z']).rule).toEqual(tuesday);
    expect(read(['DTSTART:20261201T050000']).rule).toEqual(tuesday);
  });

  it('and a recurring one when the clocks there always show what those of the village show', () => {
    expect(read(['DTSTART;TZID=Asia/Bangkok:20261201T050000', 'RRULE:FREQ=DAILY']).rule).toMatchObject({
      ...tuesday,
      repeat: 'daily',
    });
  });

  it('with an alarm, a length, a place and a picture, which are nothing to a loudspeaker', () => {
    const rest = ['DURATION:PT15M', 'LOCATION:Đình', `ATTACH;ENCODING=BASE64;VALUE=BINARY:${'A'.repeat(50_000)}`];
    const alarm = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT15M', 'END:VALARM'];
    expect(read([start, ...rest, ...alarm])).toMatchObject({ rule: tuesday, problems: [] });
  });

  it('a title over several lines, with commas, is one line of at most 80 characters', () => {
    const [event] = understand(file(['UID:a', 'SUMMARY:Họp thôn\\, đình\\nmang', '  ghế', start]), village);
    expect(event?.title).toBe('Họp thôn, đình mang ghế');
    const [long] = understand(file(['UID:a', `SUMMARY:${'x'.repeat(79)}😀`, start]), village);
    expect(long?.title).toBe('x'.repeat(79));
    const [none] = understand(file(['UID:a', 'SUMMARY: ', start]), village);
    expect(none?.title).toBe('a');
  });

  it('without UID it is named by its place in the file', () => {
    const events = understand(file(['UID:a', start], [start]), village);
    expect(events.map(({ uid }) => uid)).toEqual(['a', '#2']);
  });
});

describe('one occurrence that is changed elsewhere in the file', () => {
  const master = ['UID:a', 'SUMMARY:Bản tin', start, 'RRULE:FREQ=DAILY'];
  const place = 'RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261205T050000';
  const change = (...lines: string[]) => understand(file(master, ['UID:a', place, ...lines]), village);

  it('moved: it does not sound at its old time, and the move is named as left out', () => {
    expect(change('DTSTART;TZID=Asia/Ho_Chi_Minh:20261205T060000')).toMatchObject([
      {
        rule: { repeat: 'daily', except: ['2026-12-05'] },
        problems: [{ code: 'calendar.moved-day', params: { date: '2026-12-05' } }],
      },
    ]);
  });

  it('cancelled: it does not sound', () => {
    expect(change('STATUS:CANCELLED')).toMatchObject([{ rule: { except: ['2026-12-05'] }, problems: [] }]);
  });

  it('with another text only: it sounds', () => {
    const [event] = change(start.replace('20261201', '20261205'), 'SUMMARY:Khác');
    expect(event).toMatchObject({ title: 'Bản tin', rule: { repeat: 'daily' }, problems: [] });
    expect(event?.rule?.except).toBeUndefined();
  });

  it('this one and all that follow: not understood', () => {
    const range = place.replace(':', ';RANGE=THISANDFUTURE:');
    const [event] = understand(file(master, ['UID:a', range, start]), village);
    expect(event).toMatchObject(because(not('RECURRENCE-ID')));
  });

  it('without the event that it changes, it is an event of its own', () => {
    const [event] = understand(file(['UID:a', place, start]), village);
    expect(event).toMatchObject({ rule: tuesday });
  });
});

describe('an event that is not understood is named, never guessed', () => {
  it.each([
    ['FREQ=SECONDLY', 'FREQ=SECONDLY'],
    ['FREQ=MINUTELY;INTERVAL=30', 'FREQ=MINUTELY'],
    ['FREQ=HOURLY;COUNT=1000000000', 'FREQ=HOURLY'],
    ['INTERVAL=2', 'FREQ='],
    ['FREQ=DAILY;INTERVAL=0', 'INTERVAL=0'],
    ['FREQ=DAILY;INTERVAL=100', 'INTERVAL=100'],
    ['FREQ=DAILY;COUNT=-1', 'COUNT=-1'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20261231', 'COUNT=2'],
    ['FREQ=DAILY;UNTIL=mai', 'UNTIL=MAI'],
    ['FREQ=DAILY;UNTIL=20261231T250000Z', 'UNTIL=20261231T250000Z'],
    ['FREQ=DAILY;BYMONTH=6', 'BYMONTH=6'],
    ['FREQ=DAILY;INTERVAL=2;BYDAY=MO', 'BYDAY=MO'],
    ['FREQ=DAILY;BYHOUR=5,17', 'BYHOUR=5,17'],
    ['FREQ=WEEKLY;BYDAY=1TU', 'BYDAY=1TU'],
    ['FREQ=WEEKLY;BYDAY=XX', 'BYDAY=XX'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU', 'WKST=SU'],
    ['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1', 'BYDAY=TU'],
    ['FREQ=MONTHLY;BYDAY=1TU,3TU', 'BYDAY=1TU,3TU'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY=32'],
    ['FREQ=MONTHLY;BYMONTHDAY=1E0', 'BYMONTHDAY=1E0'],
    ['FREQ=MONTHLY;BYMONTHDAY=-2', 'BYMONTHDAY=-2'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'BYMONTH=2'],
    ['FREQ=YEARLY;BYMONTHDAY=1', 'BYMONTHDAY=1'],
    ['FREQ=YEARLY;BYDAY=2SU;BYMONTH=12', 'BYDAY=2SU'],
    ['FREQ=YEARLY;BYWEEKNO=20', 'BYWEEKNO=20'],
    ['RSCALE=CHINESE;FREQ=YEARLY', 'RSCALE=CHINESE;FREQ=YEARLY'],
    ['FREQ=DAILY;X-ODD=1', 'X-ODD=1'],
    ['FREQ=DAILY;FREQ=WEEKLY', 'RRULE:FREQ=DAILY;FREQ=WEEKLY'],
    ['mỗi ngày', 'RRULE:mỗi ngày'],
    ['', 'RRULE:'],
  ])('RRULE:%s', (rrule, part) => {
    const { rule, problems } = read([start, `RRULE:${rrule}`]);
    expect(rule).toBeNull();
    expect(problems).toContainEqual(not(part));
  });

  it('each part of a rule that is outside of ours', () => {
    const rrule = 'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1;BYHOUR=5';
    expect(read([start, `RRULE:${rrule}`])).toMatchObject(
      because(not('BYDAY=MO,TU'), not('BYSETPOS=-1'), not('BYHOUR=5')),
    );
  });

  it.each([
    ['has no start', ['SUMMARY:x'], why('no-start')],
    ['lasts all day', ['DTSTART;VALUE=DATE:20261201'], why('all-day')],
    [
      'lasts all of a day that does not exist',
      ['DTSTART;VALUE=DATE:20270230'],
      why('no-such-day', { date: '30/2/2027' }),
    ],
    ['begins on 30 February', ['DTSTART:20270230T050000'], why('no-such-day', { date: '30/2/2027' })],
    ['begins in month 13', ['DTSTART:20261301T050000'], why('no-such-day', { date: '1/13/2026' })],
    ['begins in the middle of a minute', ['DTSTART:20261201T050030'], because(not('20261201T050030'))],
    ['begins at 24 o’clock', ['DTSTART:20261201T240000'], because(not('20261201T240000'))],
    ['begins at no time at all', ['DTSTART:sáng mai'], because(not('sáng mai'))],
    ['begins after our time', ['DTSTART:99991231T050000'], because(not('99991231T050000'))],
    ['has a broken zone parameter', ['DTSTART;TZID:20261201T050000'], because(not('DTSTART'))],
    ['begins twice', [start, start], because(not('DTSTART'))],
    [
      'is in a zone of Windows',
      ['DTSTART;TZID=SE Asia Standard Time:20261201T050000'],
      why('unknown-zone', { zone: 'SE Asia Standard Time' }),
    ],
    [
      'is in a zone that is only an offset',
      ['DTSTART;TZID="+07:00":20261201T050000'],
      why('unknown-zone', { zone: '+07:00' }),
    ],
    [
      'is in a zone that does not exist',
      ['DTSTART;TZID=Asia/Hanoi:20261201T050000'],
      why('unknown-zone', { zone: 'Asia/Hanoi' }),
    ],
    [
      'recurs on the clocks of Berlin',
      ['DTSTART;TZID=Europe/Berlin:20261201T050000', 'RRULE:FREQ=DAILY'],
      why('other-zone', { zone: 'Europe/Berlin' }),
    ],
    [
      'recurs on the clocks of Berlin, in a way of its own',
      ['DTSTART;TZID=Europe/Berlin:20261201T050000', 'RRULE:FREQ=HOURLY'],
      because({ code: 'calendar.other-zone', params: { zone: 'Europe/Berlin' } }, not('FREQ=HOURLY')),
    ],
    ['recurs in UTC', ['DTSTART:20261201T050000Z', 'RRULE:FREQ=DAILY'], why('other-zone', { zone: 'UTC' })],
    ['ends before it begins', [start, 'RRULE:FREQ=DAILY;UNTIL=20261130'], why('until-before-start')],
    ['ends on 30 February', [start, 'RRULE:FREQ=DAILY;UNTIL=20270230'], why('no-such-day', { date: '30/2/2027' })],
    [
      'comes a thousand million times',
      [start, 'RRULE:FREQ=DAILY;COUNT=1000000000'],
      why('count-too-large', { most: 1_000 }),
    ],
    ['does not fall on its own first day', [start, 'RRULE:FREQ=WEEKLY;BYDAY=MO'], why('start-outside-rule')],
    ['has two rules', [start, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY'], because(not('RRULE'))],
    ['has further days', [start, 'RDATE:20261203T050000'], because(not('RDATE'))],
    [
      'has further periods beside its rule',
      [start, 'RRULE:FREQ=DAILY', 'RDATE;VALUE=PERIOD:20261203T050000/PT1H'],
      because(not('RDATE')),
    ],
    ['has a rule of exceptions', [start, 'RRULE:FREQ=DAILY', 'EXRULE:FREQ=WEEKLY'], because(not('EXRULE'))],
    [
      'leaves out 30 February',
      [start, 'RRULE:FREQ=DAILY', 'EXDATE:20270230T050000'],
      why('no-such-day', { date: '30/2/2027' }),
    ],
    [
      'leaves out a time of a zone that does not exist',
      [start, 'RRULE:FREQ=DAILY', 'EXDATE;TZID=Nowhere/X:20261203T050000'],
      why('unknown-zone', { zone: 'Nowhere/X' }),
    ],
    ['leaves out no day that can be read', [start, 'RRULE:FREQ=DAILY', 'EXDATE:Tết'], because(not('Tết'))],
    ['leaves itself out', [start, 'EXDATE:20261201T050000'], because(not('EXDATE'))],
    ['is cancelled', [start, 'STATUS:CANCELLED'], why('cancelled')],
    ['is over', ['DTSTART:20260101T050000'], why('over')],
    ['recurred until it was over', ['DTSTART:20260101T050000', 'RRULE:FREQ=DAILY;UNTIL=20260201'], why('over')],
    [
      'leaves out more days than a year has',
      [start, 'RRULE:FREQ=DAILY', `EXDATE:${'20261203T050000,'.repeat(366)}20261203T050000`],
      why('too-many-exceptions', { most: 366 }),
    ],
    ['has a rule of ours that we never wrote', [start, 'X-LOA-THON-RULE:FREQ=SECONDLY'], because(not('FREQ=SECONDLY'))],
    [
      'has a lunar rule and begins on another day',
      [start, 'X-LOA-THON-RULE:RSCALE=X-VIETNAMESE;FREQ=MONTHLY;BYMONTHDAY=30'],
      why('start-outside-rule'),
    ],
  ])('because it %s', (_what, lines, expected) => {
    expect(read(lines)).toMatchObject(expected);
  });

  it('a VTIMEZONE of the file is not believed, whatever it calls itself', () => {
    const zone = ['BEGIN:VTIMEZONE', 'TZID:Giờ làng', 'BEGIN:STANDARD', 'DTSTART:19700101T000000'];
    const text = file(['UID:a', 'DTSTART;TZID=Giờ làng:20261201T050000']).replace(
      'VERSION:2.0',
      [...zone, 'TZOFFSETFROM:+0700', 'TZOFFSETTO:+0700', 'END:STANDARD', 'END:VTIMEZONE'].join('\r\n'),
    );
    expect(understand(text, village)).toMatchObject([why('unknown-zone', { zone: 'Giờ làng' })]);
  });

  it('two events with one UID, since nobody could say which of them is meant', () => {
    const events = understand(file(['UID:a', start], ['UID:b', start], ['UID:a', start]), village);
    expect(events).toMatchObject([
      { uid: 'a', ...why('duplicate-uid') },
      { uid: 'b', rule: tuesday },
    ]);
  });

  it('a UID that is too long to be chosen by it', () => {
    const [event] = understand(file([`UID:${'u'.repeat(301)}`, start]), village);
    expect(event).toMatchObject({ uid: 'u'.repeat(300), ...because(not('UID')) });
  });

  it('a time that the clocks of the village show twice, the second time', () => {
    expect(read(['DTSTART:20271031T003000Z'], 'Europe/Berlin').rule).toMatchObject({ times: ['02:30'] });
    expect(read(['DTSTART:20271031T013000Z'], 'Europe/Berlin')).toMatchObject(because(not('20271031T013000Z')));
  });

  it('another calendar than the Gregorian', () => {
    const text = file(['UID:a', start]).replace('VERSION:2.0', 'CALSCALE:HEBREW');
    expect(understand(text, village)).toMatchObject([because(not('CALSCALE:HEBREW'))]);
  });
});

describe('a file that is no calendar is refused with its line', () => {
  test.each([
    ['nothing', '', 0],
    ['a greeting', 'xin chào', 1],
    ['a page', '<html>\n</html>', 1],
    ['an event alone', 'BEGIN:VEVENT\nEND:VEVENT', 1],
    ['a visiting card', 'BEGIN:VCARD\nEND:VCARD', 1],
    ['one that does not end', 'BEGIN:VCALENDAR', 1],
    ['an event that does not end', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR', 3],
    ['words within an event', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nxin chào\nEND:VEVENT\nEND:VCALENDAR', 4],
    ['something after its end', 'BEGIN:VCALENDAR\nEND:VCALENDAR\nUID:a', 3],
    ['10,000 events in each other', `BEGIN:VCALENDAR\n${'BEGIN:VEVENT\n'.repeat(10_000)}`, 5],
    ['binary', '\u0000\u0001\u0002', 1],
  ])('%s', (_what, text, line) => {
    expect(() => understand(text, village)).toThrow(
      expect.objectContaining({ code: 'calendar.unreadable', status: 422, params: { line } }),
    );
  });

  it('unless it is one with nothing in it, a mark before it, or old line ends', () => {
    expect(understand('\uFEFFBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n', village)).toEqual([]);
    expect(understand(file(['UID:a', start]).replaceAll('\r\n', '\r'), village)).toMatchObject([{ rule: tuesday }]);
  });

  it('500 events are taken, 501 are too many', () => {
    const events = Array.from({ length: 501 }, (_, n) => [`UID:${n}`, start]);
    expect(understand(file(...events.slice(1)), village)).toHaveLength(500);
    expect(() => understand(file(...events), village)).toThrow(
      expect.objectContaining({ code: 'calendar.too-many-events', params: { most: 500 } }),
    );
  });
});
