import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { it, vi, type ExpectStatic } from 'vitest';
import type {
  AuditEntry,
  Broadcast,
  CalendarPreview,
  Content,
  PageOf,
  Playlist,
  Programme,
  ProgrammeInput,
  Rule,
  SavedProgramme,
  Slot,
  Upstream,
  TrialResult,
} from '../../gateway/src/contract/index.ts';
import { newId } from '../../gateway/src/core/ids.ts';
import { addDays, toLocal } from '../../gateway/src/core/village-time.ts';
import { openStorage } from '../../gateway/src/storage/migrate.ts';
import { head } from '../support/api.ts';
import { until } from '../support/gateway-process.ts';
import { quietLog } from '../support/quiet-log.ts';
import {
  airLog,
  allOff,
  comes,
  heardIn,
  instantOf,
  openVillage,
  settled,
  slotsOf,
  timeZone,
  type HeardZone,
  type VillageAtAnyHour,
} from '../support/village-at-any-hour.ts';
import { recordTone } from '../support/village-on-the-wire.ts';

/** A commune was woken at 03:15 by a mis-set relay. Every way to 03:15 that there is, is named here. */
vi.setConfig({ maxConcurrency: 12, testTimeout: 200_000 });

/** A Tuesday, and the night after it. */
const day = '2027-01-05';
const nextDay = '2027-01-06';
const atNight = '03:15';
const quietHours = { from: '22:00', to: '05:00' };
const refused = (code: string) => ({ problem: { code } });

function programme(rule: Partial<Rule>, content: Content, zone: HeardZone): ProgrammeInput {
  return {
    title: 'Bản tin',
    kind: 'bulletin',
    content,
    zoneIds: [zone.zone.id],
    priority: 'normal',
    rule: { repeat: 'daily', date: day, times: ['10:15'], ...rule },
    missed: { policy: 'restart', withinMinutes: 720 },
    nearQuietHours: true,
  };
}

async function recorded({ api }: VillageAtAnyHour, title: string, seconds: number): Promise<Content> {
  return { kind: 'recording', recordingId: (await recordTone(api, title, seconds)).id };
}

async function save({ api }: VillageAtAnyHour, input: ProgrammeInput): Promise<Programme> {
  return (await api.post<SavedProgramme>('/api/programmes', input)).programme;
}

/** Nothing was heard, and no amplifier was switched. */
function nobodyWoke(village: VillageAtAnyHour, expect: ExpectStatic): void {
  for (const zone of village.zones) {
    expect(heardIn(village, zone), zone.zone.name).toEqual([]);
    expect(zone.relay.story, zone.zone.name).toEqual([]);
  }
}

/** Rules that come at 03:15, or run into the night: the minute of content is longer than is left. */
const nightRules: Readonly<Record<string, Partial<Rule>>> = {
  'one night': { repeat: 'once', date: nextDay, times: [atNight] },
  'each night': { times: [atNight] },
  'each 99 days': { every: 99, times: [atNight] },
  'several times a day, once at night': { times: ['06:00', atNight, '17:30'] },
  'on Sundays': { repeat: 'weekly', weekdays: ['su'], times: [atNight] },
  'each third week': { repeat: 'weekly', every: 3, weekdays: ['mo', 'fr'], times: [atNight] },
  'on the last of the month': { repeat: 'monthly', monthDays: [-1], times: [atNight] },
  'on the fifth Monday': { repeat: 'monthly', nthWeekday: { nth: 5, weekday: 'mo' }, times: [atNight] },
  'each year': { repeat: 'yearly', times: [atNight] },
  'on February 29': { repeat: 'yearly', date: '2028-02-29', times: [atNight] },
  'at full moon': { repeat: 'lunar-monthly', lunar: { days: [15] }, times: [atNight] },
  'at Tết': { repeat: 'lunar-yearly', lunar: { month: 1, days: [1] }, times: [atNight] },
  'until it is night': { times: ['21:59'] },
  'as the night begins': { times: ['22:00'] },
  'in the last minute of the night': { times: ['04:59'] },
};

it.concurrent('by day nothing can be saved for 03:15, by whatever way', async ({ expect, onTestFinished }) => {
  const village = await openVillage({
    start: instantOf(day, '14:00'),
    zones: [{ name: 'Xóm Đình', change: { quietHours } }],
    atTheEnd: onTestFinished,
  });
  const { api } = village;
  const [zone] = village.zones as [HeardZone];
  const short = await recorded(village, 'Ngắn', 3);
  const long = await recorded(village, 'Dài', 70);
  const good = await save(village, programme({}, short, zone));
  const evening = await save(village, programme({ times: ['21:59'] }, short, zone));
  const saved = await api.get<PageOf<Programme>>('/api/programmes');

  // Create, change, try: each rule, each priority, whoever approves, and whatever was answered about "near".
  for (const [when, rule] of Object.entries(nightRules)) {
    for (const priority of ['normal', 'priority', 'emergency'] as const) {
      const input = { ...programme(rule, long, zone), title: when, priority };
      const no = refused('schedule.quiet-hours');
      await expect(api.post('/api/programmes', input), when).rejects.toMatchObject(no);
      await expect(api.post('/api/programmes', { ...input, approval: 'draft' }), when).rejects.toMatchObject(no);
      await expect(api.put(`/api/programmes/${good.id}`, input), when).rejects.toMatchObject(no);
      const trial = { id: good.id, programme: { ...input, nearQuietHours: false } };
      expect((await api.post<TrialResult>('/api/programmes/try', trial)).problem?.code, when).toBe(
        'schedule.quiet-hours',
      );
    }
  }

  // Near the night it is asked about, and only then saved.
  const near = { ...programme({ repeat: 'once', times: ['21:45'] }, short, zone), nearQuietHours: false };
  await expect(api.post('/api/programmes', near)).rejects.toMatchObject(refused('schedule.near-quiet-hours'));
  const tried = await api.post<TrialResult>('/api/programmes/try', { programme: near });
  expect(tried.problem?.code).toBe('schedule.near-quiet-hours');

  // Kept switched off, it has no slot; switched on, it is refused.
  const off = await save(village, { ...programme({ times: [atNight] }, short, zone), title: 'Tắt', enabled: false });
  await api.post(`/api/programmes/${off.id}/send-back`, { note: 'Đêm' });
  const { approval } = await api.post<Programme>(`/api/programmes/${off.id}/submit`);
  await api.post(`/api/programmes/${off.id}/approve`, { at: approval.at });
  const switchedOn = { ...programme({ times: [atNight] }, short, zone), enabled: true };
  await expect(api.put(`/api/programmes/${off.id}`, switchedOn)).rejects.toMatchObject(refused('schedule.quiet-hours'));
  await api.delete(`/api/programmes/${off.id}`);

  // One slot, tomorrow's and one that is only foreseen: moved into the night, or given more than fits before it.
  for (const date of [nextDay, addDays(day, 40)]) {
    const slots = await slotsOf(village, date);
    const [morning, late] = [good, evening].map(({ id }) => slots.find((slot) => slot.programmeId === id) as Slot);
    for (const time of [atNight, '22:00', '04:59']) {
      const move = { startsAt: new Date(instantOf(date, time)).toISOString(), nearQuietHours: true };
      const moved = api.post(`/api/slots/${morning?.id}/move`, move);
      await expect(moved, time).rejects.toMatchObject(refused('schedule.quiet-hours'));
    }
    const lastSecond = { startsAt: new Date(instantOf(date, '22:00') - 1_000).toISOString(), nearQuietHours: true };
    await expect(api.post(`/api/slots/${morning?.id}/move`, lastSecond)).rejects.toMatchObject(
      refused('schedule.quiet-hours'),
    );
    await expect(api.post(`/api/slots/${late?.id}/replace`, { content: long })).rejects.toMatchObject(
      refused('schedule.quiet-hours'),
    );
  }

  // Another calendar's file: shown as it is, taken in not at all, the good event neither.
  const event = (uid: string, start: string) =>
    `BEGIN:VEVENT\r\nUID:${uid}\r\nSUMMARY:${uid}\r\n${start}\r\nEND:VEVENT\r\n`;
  const events = {
    good: 'DTSTART;TZID=Asia/Ho_Chi_Minh:20270110T060000\r\nRRULE:FREQ=DAILY',
    night: 'DTSTART;TZID=Asia/Ho_Chi_Minh:20270110T031500\r\nRRULE:FREQ=DAILY',
    utc: 'DTSTART:20270109T201500Z',
  };
  const body = Object.entries(events).map(([uid, start]) => event(uid, start));
  const text = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${body.join('')}END:VCALENDAR\r\n`;
  const preview = await api.post<CalendarPreview>('/api/calendar/preview', { text });
  expect(preview.events.map(({ uid, rule }) => [uid, rule?.times])).toEqual([
    ['good', ['06:00']],
    ['night', [atNight]],
    ['utc', [atNight]],
  ]);
  const { kind, content, zoneIds, priority } = programme({}, short, zone);
  for (const uids of [['night'], ['utc'], ['good', 'night']]) {
    const order = { text, uids, kind, content, zoneIds, priority, nearQuietHours: true };
    await expect(api.post('/api/calendar/import', order)).rejects.toMatchObject(refused('schedule.quiet-hours'));
  }

  // After all of it everything is as it was, and no slot of the next two months is in the night.
  expect(await api.get('/api/programmes')).toEqual(saved);
  const planned = await slotsOf(village, day, 62);
  expect(planned.length).toBeGreaterThan(120);
  for (const { startsAt, override } of planned) {
    const { time } = toLocal(Date.parse(startsAt), timeZone);
    expect(time >= '05:00' && time < '22:00').toBe(true);
    expect(override).toBeNull();
  }
  nobodyWoke(village, expect);
});

it.concurrent(
  'where clocks are put forward, 02:15 that comes as 03:15 is 03:15',
  async ({ expect, onTestFinished }) => {
    const village = await openVillage({
      start: Date.parse('2027-01-05T14:00:00-05:00'),
      zones: [{ name: 'Xóm Đình', change: { quietHours: { from: '03:00', to: '04:00' } } }],
      env: { LOA_THON_TIME_ZONE: 'America/New_York' },
      atTheEnd: onTestFinished,
    });
    const [zone] = village.zones as [HeardZone];
    const short = await recorded(village, 'Ngắn', 3);
    const rule: Partial<Rule> = { repeat: 'once', date: '2027-03-14', times: ['02:15'] };
    await expect(village.api.post('/api/programmes', programme(rule, short, zone))).rejects.toMatchObject(
      refused('schedule.quiet-hours'),
    );
    // Every other day of the year it may be; on that one it will not be aired, and says so beforehand.
    await save(village, programme({ times: ['02:15'] }, short, zone));
    const [odd] = await slotsOf(village, '2027-03-14');
    expect(odd).toMatchObject({
      startsAt: '2027-03-14T07:15:00.000Z',
      holds: [{ zoneIds: [zone.zone.id], reason: { code: 'slot.quiet-hours' } }],
    });
    const [usual] = await slotsOf(village, '2027-03-13');
    expect(usual?.holds).toEqual([]);
    nobodyWoke(village, expect);
  },
);

it.concurrent(
  'what got to 03:15 all the same is not aired; nor by hand, but for an emergency with person and reason',
  async ({ expect, onTestFinished }) => {
    const names = ['Sao lưu', 'Dời', 'Phát bù', 'Phát tiếp', 'Đổi giờ'] as const;
    const village = await openVillage({
      start: instantOf(day, '19:00'),
      zones: names.map((name) => ({ name, change: { quietHours } })),
      atTheEnd: onTestFinished,
    });
    const { api, clock } = village;
    const [backup, moved, missed, resumed, changed] = village.zones as [
      HeardZone,
      HeardZone,
      HeardZone,
      HeardZone,
      HeardZone,
    ];
    const short = await recorded(village, 'Ngắn', 3);
    const long = await recorded(village, 'Dài', 70);
    await clock.setTo(instantOf(day, '19:58') + 42_000);
    await settled(village);

    const inBackup = await save(village, { ...programme({}, short, backup), priority: 'emergency' });
    const inMove = await save(village, programme({}, short, moved));
    const inMissed = await save(village, programme({ times: ['20:30'] }, short, missed));
    const onAir = { policy: 'resume', withinMinutes: 720 } as const;
    const inResumed = await save(village, { ...programme({ times: ['19:59'] }, long, resumed), missed: onAir });
    // The night of this zone is made longer only after the programme was saved.
    await api.patch(`/api/zones/${changed.zone.id}`, { quietHours: { from: '22:00', to: '03:00' } });
    const inChanged = await save(village, programme({ times: [atNight] }, short, changed));
    await api.patch(`/api/zones/${changed.zone.id}`, { quietHours });
    const slotOf = async ({ id }: Programme, date: string) =>
      (await slotsOf(village, date)).find((slot) => slot.programmeId === id) as Slot;
    const held = { holds: [{ zoneIds: [changed.zone.id], reason: { code: 'slot.quiet-hours' } }] };
    expect(await slotOf(inChanged, nextDay)).toMatchObject(held);
    const movedSlot = await slotOf(inMove, nextDay);

    // A power cut while one is on air; meanwhile somebody restores a backup in which two slots are at 03:15.
    await until('it is on air', () => heardIn(village, resumed).length > 0, 60_000);
    await comes(village, instantOf(day, '19:59') + 6_000);
    await village.gateway.end('SIGKILL');
    for (const { relay } of village.zones) relay.cutPower();
    const heardBefore = heardIn(village, resumed);
    const night = instantOf(nextDay, atNight);
    await putBack(village, [
      [`update programmes set dtstart = '20270105T031500', times = '03:15' where id = ?`, [inBackup.id]],
      [`delete from slots where programme_id = ?`, [inBackup.id]],
      [
        `insert into slots (id, programme_id, title, kind, priority, zone_ids, occurs_at, starts_at, duration_ms, state)
         values ('restored', ?, 'Bản tin', 'bulletin', 'emergency', ?, ?, ?, 3000, 'planned')`,
        [inBackup.id, JSON.stringify([backup.zone.id]), night, night],
      ],
      [`update slots set starts_at = ?, changed_by = 'Ai đó' where id = ?`, [night, movedSlot.id]],
    ]);

    // The power is back a third of a minute before 03:15.
    await clock.setTo(night - 20_000);
    for (const { relay } of village.zones) relay.start();
    await village.startAgain();
    await comes(village, night + 15_000);
    const outcomes = async () => {
      const due = (await slotsOf(village, day, 2)).filter(({ startsAt }) => Date.parse(startsAt) <= clock.now());
      return due.every(({ state }) => state === 'ended') && due;
    };
    const due = await until('each slot has its outcome', outcomes);
    const codes = due.map(({ programmeId, outcome }) => [programmeId, outcome?.code]);
    // What was heard before the power cut counts; the rest of it stays unheard all the same.
    expect(new Map(codes as [string, string][])).toEqual(
      new Map([
        ...[inBackup, inMove, inMissed, inChanged].map(({ id }) => [id, 'slot.quiet-hours'] as const),
        [inResumed.id, 'broadcast.interrupted'],
      ]),
    );
    expect(due.map(({ id }) => id)).toEqual(expect.arrayContaining(['restored', movedSlot.id]));
    for (const { id } of due) {
      expect((await airLog(village)).filter(({ slotId, airedMs }) => slotId === id && airedMs === 0)).toHaveLength(1);
    }
    expect(heardIn(village, resumed)).toEqual(heardBefore);
    expect(resumed.relay.story.map(({ state }) => state)).toEqual(['on', 'off']);
    for (const zone of [backup, moved, missed, changed]) {
      expect(heardIn(village, zone)).toEqual([]);
      expect(zone.relay.story).toEqual([]);
    }

    // By hand: nothing but an emergency, and that not without a reason.
    const order = { id: newId(), content: short, zoneIds: [backup.zone.id] };
    const station = await api.post<Upstream>('/api/upstreams', {
      name: 'Đài huyện',
      urls: ['http://dai.example/a.mp3'],
      fallback: null,
      lanAllowed: false,
    });
    const rebroadcast = { kind: 'rebroadcast', upstreamId: station.id, minutes: 5 } as const;
    for (const content of [short, rebroadcast]) {
      for (const priority of ['normal', 'priority'] as const) {
        for (const reason of [undefined, 'Tôi muốn thế']) {
          const wanted = api.post('/api/broadcasts', { ...order, content, priority, ...(reason && { reason }) });
          await expect(wanted).rejects.toMatchObject(refused('broadcast.quiet-hours'));
        }
      }
    }
    await expect(api.post('/api/broadcasts', { ...order, priority: 'emergency' })).rejects.toMatchObject(
      refused('broadcast.reason-needed'),
    );
    expect(backup.relay.story).toEqual([]);
    const reason = 'Nước lũ đang lên';
    const { id } = await api.post<Broadcast>('/api/broadcasts', { ...order, priority: 'emergency', reason });
    const entry = await until('it is in the air log', async () =>
      (await airLog(village)).find(({ broadcastId }) => broadcastId === id),
    );
    expect(entry).toMatchObject({ outcome: { kind: 'aired' }, priority: 'emergency', startedBy: head.name, reason });
    expect(heardIn(village, backup)).toHaveLength(1);
    const audit = (await api.get<PageOf<AuditEntry>>('/api/audit-log')).items;
    expect(audit.filter(({ action }) => action === 'startBroadcast').map(({ who, result }) => [who, result])).toEqual([
      [head.login, 'ok'],
      [head.login, 'broadcast.reason-needed'],
      ...Array<string[]>(8).fill([head.login, 'broadcast.quiet-hours']),
    ]);

    // The emergency button: no drill, and nothing without a reason; its all-clear sounds where it sounded.
    const alarm = { id: newId(), title: 'Lũ', siren: true, zoneIds: [moved.zone.id], drill: false };
    const spoken = { id: newId(), title: 'Ông Tư nói', zoneIds: alarm.zoneIds };
    await expect(api.post('/api/live-voices', { ...spoken, priority: 'priority', reason })).rejects.toMatchObject(
      refused('broadcast.quiet-hours'),
    );
    await expect(api.post('/api/live-voices', { ...spoken, priority: 'emergency' })).rejects.toMatchObject(
      refused('broadcast.reason-needed'),
    );
    await expect(api.post('/api/emergencies', alarm)).rejects.toMatchObject(refused('broadcast.reason-needed'));
    await expect(api.post('/api/emergencies', { ...alarm, drill: true, reason })).rejects.toMatchObject(
      refused('emergency.drill-at-night'),
    );
    expect(moved.relay.story).toEqual([]);
    await api.post<Broadcast>('/api/emergencies', { ...alarm, reason });
    // Its ear may be quicker than the gateway's own knowledge, and before that there is nothing to give an all-clear for.
    const isKnown = async () => (await api.get<Broadcast>(`/api/broadcasts/${alarm.id}`)).startedAt !== null;
    await until('the siren is heard', async () => heardIn(village, moved).length === 1 && (await isKnown()));
    await api.post<Broadcast>(`/api/emergencies/${alarm.id}/all-clear`, { id: newId(), title: 'Báo yên' });
    const said = await until('both are in the air log', async () => {
      const lines = (await airLog(village)).filter(({ zones }) => zones.some(({ zoneId }) => zoneId === moved.zone.id));
      return lines.length > 2 && lines;
    });
    expect(said.slice(0, 2)).toMatchObject([
      { title: 'Báo yên', priority: 'emergency', startedBy: head.name, reason },
      { title: 'Lũ', outcome: { code: 'broadcast.all-clear' }, startedBy: head.name, reason },
    ]);
    await allOff(village);

    // Put back at a place with another clock: what is planned at 10:15 there is 03:15 here.
    await village.gateway.end('SIGTERM');
    await clock.setTo(Date.parse(`${nextDay}T03:14:45Z`));
    const heardUntilNow = village.zones.map((zone) => heardIn(village, zone).length);
    await village.startAgain({ LOA_THON_TIME_ZONE: 'UTC' });
    await comes(village, Date.parse(`${nextDay}T03:15:12Z`));
    expect(village.zones.map((zone) => heardIn(village, zone).length)).toEqual(heardUntilNow);
    expect(village.zones.every(({ relay }) => !relay.isOn(1))).toBe(true);
    expect(resumed.relay.story).toHaveLength(2);
  },
);

it.concurrent(
  'a clock that steps into the night wakes nobody with what it is to make up',
  async ({ expect, onTestFinished }) => {
    const village = await openVillage({
      start: instantOf(day, '19:00'),
      zones: ['bù', 'tiếp', 'lại'].map((name) => ({ name: `Xóm ${name}`, change: { quietHours } })),
      atTheEnd: onTestFinished,
    });
    const short = await recorded(village, 'Ngắn', 3);
    await village.clock.setTo(instantOf(day, '19:59') + 15_000);
    await settled(village);
    for (const [index, policy] of (['catch-up', 'resume', 'restart'] as const).entries()) {
      const zone = village.zones[index] as HeardZone;
      await save(village, {
        ...programme({ times: ['20:00'] }, short, zone),
        missed: { policy, withinMinutes: 720 },
      });
    }
    await village.clock.setTo(instantOf(nextDay, atNight) - 12_000);
    await settled(village);
    const slots = await until('each slot has its outcome', async () => {
      const due = await slotsOf(village, day);
      return due.every(({ state }) => state === 'ended') && due;
    });
    expect(slots.map(({ outcome }) => outcome?.code)).toEqual(Array(3).fill('slot.quiet-hours'));
    nobodyWoke(village, expect);
  },
);

it.concurrent(
  'what has become longer than its evening is silent, and its amplifier off, when the night begins',
  async ({ expect, onTestFinished }) => {
    const village = await openVillage({
      start: instantOf(day, '20:00'),
      zones: ['Xóm Đình', 'Đầu thôn'].map((name) => ({ name, change: { quietHours } })),
      atTheEnd: onTestFinished,
    });
    const { api, clock } = village;
    const [planned, byHand] = village.zones as [HeardZone, HeardZone];
    const short = await recordTone(api, 'Ngắn', 3);
    const long = await recordTone(api, 'Dài', 70);
    const playlist = await api.post<Playlist>('/api/playlists', { title: 'Tối', recordingIds: [short.id] });
    const content = { kind: 'playlist', playlistId: playlist.id } as const;
    await save(village, programme({ repeat: 'once', times: ['21:59'] }, content, planned));
    // Its playlist grows after it was saved: nothing is refused, and nothing gets past ten o’clock.
    await api.put(`/api/playlists/${playlist.id}`, { title: 'Tối', recordingIds: [long.id] });

    const night = instantOf(day, '22:00');
    await clock.setTo(night - 40_000);
    await settled(village);
    const id = newId();
    const order = { kind: 'recording', recordingId: long.id } as const;
    await api.post('/api/broadcasts', { id, content: order, zoneIds: [byHand.zone.id], priority: 'normal' });
    const entries = await until(
      'both are in the air log',
      async () => {
        const log = await airLog(village);
        return log.length === 2 && log;
      },
      60_000,
    );
    expect(entries.map(({ outcome }) => [outcome.kind, outcome.code])).toEqual(
      Array(2).fill(['aired-partly', 'broadcast.quiet-hours']),
    );
    await allOff(village);
    for (const zone of [planned, byHand]) {
      const [heard, ...more] = heardIn(village, zone);
      expect(more).toEqual([]);
      expect(heard?.to).toBeGreaterThan(night - 1_000);
      expect(heard?.to).toBeLessThan(night + 300);
      expect(zone.relay.story.map(({ state }) => state)).toEqual(['on', 'off']);
      expect(clock.at(zone.relay.story[1]?.at ?? 0)).toBeLessThan(night + 2_000);
    }
  },
);

/**
 * Commands that can come to a slot or to sound: each of them is asked for 03:15 above, and what a camera proposes in
 * `unit/cameras/events/warnings.test.ts`.
 */
const asked = [
  'airCameraWarning',
  'approveProgramme',
  'changePlaylist',
  'changeProgramme',
  'changeZone',
  'createProgramme',
  'giveAllClear',
  'importCalendar',
  'moveSlot',
  'previewCalendar',
  'replaceSlot',
  'sendBackProgramme',
  'startBroadcast',
  'startEmergency',
  'startLiveVoice',
  'submitProgramme',
  'tryProgramme',
];
/** Commands after which no more is planned and nothing more sounds than before. */
const silent = [
  ...['approveSlot', 'removeProgramme', 'restoreSlot', 'skipSlot', 'stopAllBroadcasts', 'stopBroadcast'],
  ...['changeOutput', 'changeRecording', 'changeRelay', 'changeUser', 'changeVillage', 'changeOverlay'],
  ...[
    'changeAiredSound',
    'changeChimes',
    'changeHomeAssistant',
    'changeLiveVoiceLimits',
    'changeSoundSettings',
    'finishLiveVoice',
  ],
  ...['changeButton', 'createButton', 'endButtonTest', 'removeButton', 'rotateButtonPassword', 'testButton'],
  ...[
    'changeCamera',
    'changeCameraEvent',
    'changeCameraEventSettings',
    'dismissCameraWarning',
    'keepSnapshot',
    'removeCameraEvent',
    'checkCamera',
    'searchCameras',
    'testCamera',
    'createCamera',
    'goToCameraPreset',
    'moveCamera',
    'removeCamera',
    'setCameraClock',
  ],
  ...['closeCalendarFeed', 'confirmClock', 'createMqttAccount', 'createOutput', 'createOverlay', 'createPlaylist'],
  ...['createRelay', 'createSpeech', 'createUser', 'createZone', 'removeMqttAccount', 'removeOutput', 'removeOverlay'],
  ...[
    'removePlaylist',
    'removeRecording',
    'removeRelay',
    'removeUser',
    'removeZone',
    'renewAuthority',
    'renewCalendarFeed',
  ],
  ...[
    'previewSpeech',
    'rescanPlaylists',
    'rotateRelayPassword',
    'runPreflight',
    'setUp',
    'signIn',
    'signOut',
    'testRelay',
    'waiveFailSafe',
    'withdrawFailSafeWaiver',
  ],
  'uploadRecording',
  'createUpstream',
  'changeUpstream',
  'removeUpstream',
  'testUpstream',
  'listenToUpstream',
  ...['openPairing', 'extendPairing', 'closePairing', 'adoptDevice'],
  ...['acknowledgeAlert', 'unacknowledgeAlert', 'changeAlertWebhook', 'renewAlertWebhookSecret', 'testAlertWebhook'],
  ...['changeWallSound', 'takeOverShift', 'handOverShift', 'noteInShiftLog', 'readHandOver', 'chooseInstalledStill'],
  ...['putMapPicture', 'removeMapPicture'],
];

it.concurrent(
  'the API has no other way to sound: whoever adds one asks it for 03:15 here',
  async ({ expect, onTestFinished }) => {
    const { api } = await openVillage({ start: instantOf(day, '14:00'), zones: [], atTheEnd: onTestFinished });
    const { paths } = await api.get<{ paths: Record<string, Record<string, { operationId: string }>> }>(
      '/api/openapi.json',
    );
    const commands = Object.values(paths).flatMap((methods) =>
      Object.entries(methods).flatMap(([method, { operationId }]) => (method === 'get' ? [] : [operationId])),
    );
    expect(commands.sort()).toEqual([...asked, ...silent].sort());
  },
);

/** Writes into the database of a gateway that does not run, as who restores a backup does. */
async function putBack(
  { place }: VillageAtAnyHour,
  statements: readonly (readonly [sql: string, params: (string | number)[]])[],
): Promise<void> {
  const storage = await openStorage(
    {
      file: join(place.stateFolder, 'loa-thon.sqlite'),
      backups: join(place.stateFolder, 'backups'),
      migrations: fileURLToPath(new URL('../../gateway/migrations', import.meta.url)),
    },
    quietLog,
  );
  for (const [sql, params] of statements) await storage.run(sql, params);
  await storage.close();
}
