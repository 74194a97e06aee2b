import { expect, test } from 'vitest';
import type { CameraEvent, CameraGap } from '../../../gateway/src/contract/index.ts';
import { drawCameraDays, hoursOf, isOfSort, linesOf } from '../../../ui/src/screens/camera-events/camera-days.ts';
import { quietZones } from '../../../ui/src/shell/camera-warning/quiet-zones.ts';
import { cameraEvent } from '../../support/fake-services.ts';

// The village's 26 November: midnight is 17:00 UTC the day before.
const from = Date.parse('2026-11-25T17:00:00.000Z');
const to = from + 86_400_000;
const at = (time: string) => new Date(from + Date.parse(`1970-01-01T${time}:00.000Z`)).toISOString();
const now = Date.parse(at('12:00'));
const cameras = [{ id: 'cong', name: 'Cổng thôn' }];
const event = (change: Partial<CameraEvent>): CameraEvent => ({ ...cameraEvent, ...change });
const gap = (start: string, end: string | null): CameraGap => ({
  ...{ cameraId: 'cong', from: at(start), to: end === null ? null : at(end), why: null },
});
const facts = { cameras, from, to, now };

test('an event stands on the line of its camera, at its minutes', () => {
  const events = [event({ startedAt: at('06:00'), endedAt: at('06:02') })];
  const [day] = drawCameraDays({ ...facts, events, gaps: [] });
  expect(day?.marks).toEqual([{ id: 'su-kien-1', kind: 'motion', from: 360, to: 362 }]);
});

test('what lasts reaches to now, and what began yesterday begins at midnight', () => {
  const events = [event({ startedAt: new Date(from - 60_000).toISOString(), endedAt: null })];
  const [day] = drawCameraDays({ ...facts, events, gaps: [gap('11:00', null)] });
  expect(day?.marks).toMatchObject([{ from: 0, to: 720 }]);
  expect(day?.gaps).toEqual([{ from: 660, to: 720 }]);
});

test('what is rare is drawn over what is not, however busy the hour', () => {
  const kinds = ['tamper', 'motion', 'line-crossed', 'motion'] as const;
  const events = kinds.map((kind, id) => event({ id: String(id), kind, startedAt: at('06:00'), endedAt: at('06:02') }));
  const [day] = drawCameraDays({ ...facts, events, gaps: [] });
  expect(day?.marks.map(({ kind }) => kind)).toEqual(['motion', 'motion', 'line-crossed', 'tamper']);
});

test('a busy day is listed hour by hour, and what began before midnight is of no hour of this day', () => {
  const starts = [at('07:59'), at('07:00'), at('00:10'), new Date(from - 60_000).toISOString()];
  const events = starts.map((startedAt, id) => event({ id: String(id), startedAt }));
  const hours = hoursOf(linesOf(events, [], now), 'Asia/Ho_Chi_Minh');
  expect(hours.map(({ id, lines }) => [id, lines.length])).toEqual([
    ['2026-11-26 07', 2],
    ['2026-11-26 00', 1],
    ['2026-11-25 23', 1],
  ]);
});

test('a camera that was removed keeps its line while it has events', () => {
  const events = [event({ cameraId: 'ao', cameraName: 'Bờ ao' })];
  expect(drawCameraDays({ ...facts, events, gaps: [] }).map(({ name }) => name)).toEqual(['Cổng thôn', 'Bờ ao']);
});

test('silences stand in the list between the events, so that they are not taken for quiet', () => {
  const events = [event({ id: 'a', startedAt: at('05:00') }), event({ id: 'b', startedAt: at('07:00') })];
  const gaps = [gap('06:00', '06:30'), gap('06:40', '06:40'), gap('11:30', null)];
  const lines = linesOf(events, gaps, now);
  expect(lines.map((line) => ('event' in line ? line.id : 'gap'))).toEqual(['gap', 'b', 'gap', 'a']);
});

test('what is kept is found whatever kind it is', () => {
  expect(isOfSort(event({ kept: true }), 'kept')).toBe(true);
  expect(isOfSort(event({ kept: false }), 'kept')).toBe(false);
  expect(isOfSort(event({}), 'motion')).toBe(true);
  expect(isOfSort(event({}), 'tamper')).toBe(false);
});

test('a warning at 23:41 says that zones should be quiet; one of a zone without quiet hours does not', () => {
  const zones = [
    { id: 'dinh', quietHours: { from: '22:00', to: '05:00' } },
    { id: 'cho', quietHours: { from: '00:00', to: '00:00' } },
  ];
  const ids = (instant: string) => quietZones(zones, Date.parse(instant), 'Asia/Ho_Chi_Minh').map(({ id }) => id);
  expect(ids('2026-11-26T16:41:00.000Z')).toEqual(['dinh']);
  expect(ids('2026-11-26T05:00:00.000Z')).toEqual([]);
});

test('a power cut silences all cameras together: one line, not nine', () => {
  const cut = (cameraId: string, seconds: string): CameraGap => ({
    ...gap('03:00', null),
    cameraId,
    to: at('03:10').replace('00.000Z', `${seconds}.000Z`),
  });
  const lines = linesOf([], [cut('cong', '02'), cut('dinh', '05'), { ...cut('ao', '03'), why: 'camera.locked' }], now);
  expect(lines.map((line) => ('gaps' in line ? line.gaps.map(({ cameraId }) => cameraId) : []))).toEqual([
    ['ao'],
    ['cong', 'dinh'],
  ]);
});
