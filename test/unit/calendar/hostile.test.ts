import { expect, test } from 'vitest';
import { codeOf } from '../../../gateway/src/core/errors.ts';
import { understand } from '../../../gateway/src/calendar/understand.ts';
import { file, village } from './ics.ts';

const most = 1_000_000;
const start = 'DTSTART;TZID=Asia/Ho_Chi_Minh:20261201T050000';
/** As many lines as a file may hold. */
const linesOf = (line: (n: number) => string) =>
  Array.from({ length: Math.floor(most / (line(9_999).length + 2)) }, (_, n) => line(n));
const events = (...lines: string[]) => file(...Array.from({ length: 500 }, (_, n) => [`UID:${n}`, ...lines]));

/** What took the longest here took 0.2 s; a computer ten times slower is still done in two. */
test.each([
  ['is one line', 'x'.repeat(most)],
  ['is one line of an event', file([`SUMMARY:${'x'.repeat(most)}`])],
  ['is one line of 200,000 parameters', file([`DTSTART${';A=B'.repeat(250_000)}:20261201T050000`])],
  ['is one line folded 300,000 times', file([`SUMMARY:${'\r\n x'.repeat(250_000)}`])],
  ['is nothing but quotation marks', file([`DTSTART;MEMBER=${'"a",'.repeat(250_000)}`])],
  ['is nothing but backslashes', file([`SUMMARY:${'\\'.repeat(most)}`])],
  ['is nothing but line ends', '\r\n'.repeat(most / 2)],
  ['opens everything and closes nothing', `BEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\n'.repeat(70_000)}`],
  ['has 70,000 empty events', file(...Array.from({ length: 33_000 }, () => []))],
  ['has 500 events that come a thousand times', events(start, 'RRULE:FREQ=YEARLY;COUNT=1000')],
  ['has 500 events that come on 29 February only', events('DTSTART:20280229T050000', 'RRULE:FREQ=YEARLY;COUNT=40')],
  ['has 500 events that never come', events('DTSTART:20270201T050000', 'RRULE:FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30')],
  ['has 500 endless events every second', events(start, 'RRULE:FREQ=SECONDLY;BYSETPOS=1;COUNT=1000000000')],
  [
    'leaves out 30,000 times in zones of its own',
    file([start, 'RRULE:FREQ=DAILY', ...linesOf((n) => `EXDATE;TZID=Etc/X${n}:20261201T050000`)]),
  ],
  [
    'has 500 events, each in a zone of its own',
    file(...Array.from({ length: 500 }, (_, n) => [`DTSTART;TZID=Nowhere/${n}:20261201T050000`, 'RRULE:FREQ=DAILY'])),
  ],
  ['has 20,000 rules in one event', file([start, ...linesOf(() => 'RRULE:FREQ=DAILY')])],
  ['has a rule of 100,000 parts', file([start, `RRULE:${'FREQ=DAILY;'.repeat(1_800)}`])],
])('a file of a megabyte that %s is done with in two seconds', (_what, text) => {
  const began = performance.now();
  try {
    for (const { rule, problems } of understand(text, village)) expect(rule ?? problems[0]).toBeTruthy();
  } catch (error) {
    expect(codeOf(error)).toMatch(/^calendar\.(unreadable|too-many-events)$/);
  }
  expect(performance.now() - began).toBeLessThan(2_000);
});
