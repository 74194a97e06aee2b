import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, it, vi, type ExpectStatic } from 'vitest';
import type {
  AirLogEntry,
  Health,
  Missed,
  SavedProgramme,
  Slot,
  ZoneChange,
} from '../../gateway/src/contract/index.ts';
import { toLocal } from '../../gateway/src/core/village-time.ts';
import { until } from '../support/gateway-process.ts';
import { createSettableClock } from '../support/settable-clock.ts';
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

/** Most of each story is waiting: they are lived through side by side. */
vi.setConfig({ maxConcurrency: 12, testTimeout: 300_000 });

/** A Tuesday. */
const day = '2027-01-05';
const clockShows = (time: string) => instantOf(day, time.slice(0, 5)) + 1_000 * Number(time.slice(6, 8));

/** What airs in one zone: each in its own, so that nobody waits for anybody. */
interface Plan {
  readonly title: string;
  readonly missed: Missed;
  /** Each day. */
  readonly times: readonly string[];
  readonly seconds?: number;
  readonly zone?: ZoneChange;
  /** It breaks off before its end. */
  readonly breaksOff?: true;
}

interface Tale {
  readonly fact: string;
  readonly fault: string;
  /** What the clock shows when the programmes are made. */
  readonly from: string;
  readonly plans: readonly Plan[];
  readonly happens: (village: VillageAtAnyHour) => Promise<void>;
  /** When everything is over, if all goes well. */
  readonly to: number;
  readonly days?: number;
  /** By title and time: the code of the one outcome. Those that begin with `slot.` were not heard. */
  readonly outcomes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly env?: NodeJS.ProcessEnv;
}

const exercise: Omit<Plan, 'times'> = { title: 'Thể dục', missed: { policy: 'skip', withinMinutes: 0 } };
const bulletin: Omit<Plan, 'times'> = { title: 'Bản tin', missed: { policy: 'catch-up', withinMinutes: 5 } };
const reminder: Omit<Plan, 'times'> = { title: 'Nhắc việc', missed: { policy: 'restart', withinMinutes: 300 } };

const aired = 'broadcast.aired';
const madeUp = 'broadcast.made-up';
const lost = 'slot.clock-untrusted';
const each = (times: readonly string[], code: string) => Object.fromEntries(times.map((time) => [time, code]));
const everyFive = ['00', '05', '10', '15', '20', '25', '30', '35', '40', '45', '50', '55'].map(
  (minute) => `10:${minute}`,
);

/** In `--import` of the gateway: a main thread that hangs for as long as a signal says. */
const hangSeconds = 25;
const hangOnSignal = `process.on('SIGUSR2', () => {
  const end = performance.now() + ${hangSeconds * 1_000};
  while (performance.now() < end);
});`;

/** Steps the clock at a moment of its own, and lives on until the step has been digested. */
const stepping = (at: string, seconds: number) => async (village: VillageAtAnyHour) => {
  await comes(village, clockShows(at));
  await village.clock.jump(seconds);
  await settled(village);
};

const tales: readonly Tale[] = [
  {
    fact: 'the clock steps over a slot that was handed over already: it is taken back, and aired once, within its minute',
    fault: '+45 s',
    from: '09:59:42',
    plans: [exercise, bulletin, reminder].map((plan) => ({ ...plan, times: ['10:00', '10:02'] })),
    happens: stepping('09:59:52', 45),
    to: clockShows('10:02:04'),
    outcomes: {
      'Thể dục': { '10:00': aired, '10:02': aired },
      'Bản tin': { '10:00': aired, '10:02': aired },
      'Nhắc việc': { '10:00': aired, '10:02': aired },
    },
  },
  {
    fact: 'the clock goes back and passes an hour again: what was aired then is not aired again, what comes after is',
    fault: '−45 s',
    from: '09:59:46',
    plans: [exercise, bulletin, reminder].map((plan) => ({ ...plan, times: ['10:00', '10:01'] })),
    happens: stepping('10:00:06', -45),
    to: clockShows('10:01:04'),
    outcomes: {
      'Thể dục': { '10:00': aired, '10:01': aired },
      'Bản tin': { '10:00': aired, '10:01': aired },
      'Nhắc việc': { '10:00': aired, '10:01': aired },
    },
  },
  {
    fact: 'ten minutes are skipped: each slot in them is missed or made up as its programme says, and the next is punctual',
    fault: '+10 min',
    from: '09:59:20',
    plans: [
      { ...exercise, times: ['10:00', '10:02', '10:04', '10:06', '10:08', '10:10'] },
      { ...bulletin, times: ['10:01', '10:07'] },
      { ...reminder, times: ['10:03'] },
    ],
    happens: stepping('09:59:30', 600),
    to: clockShows('10:10:04'),
    outcomes: {
      'Thể dục': { ...each(['10:00', '10:02', '10:04', '10:06', '10:08'], lost), '10:10': aired },
      'Bản tin': { '10:01': lost, '10:07': madeUp },
      'Nhắc việc': { '10:03': madeUp },
    },
  },
  {
    fact: 'an hour is skipped: no burst of what lay in it',
    fault: '+1 h',
    from: '09:59:20',
    plans: [
      { ...exercise, times: [...everyFive, '11:00'] },
      { ...bulletin, times: ['10:20', '10:57'] },
      { ...reminder, times: ['10:10'] },
    ],
    happens: stepping('09:59:30', 3_600),
    to: clockShows('11:00:04'),
    outcomes: {
      'Thể dục': { ...each(everyFive, lost), '11:00': aired },
      'Bản tin': { '10:20': lost, '10:57': madeUp },
      'Nhắc việc': { '10:10': madeUp },
    },
  },
  {
    fact: 'an hour comes twice, and the clock is put right again: nothing of ten o’clock is repeated, nothing of nine is lost',
    fault: '−1 h, +1 h',
    from: '09:59:46',
    plans: [
      { ...exercise, times: ['09:01', '10:00'] },
      { ...bulletin, times: ['10:00'] },
      { ...reminder, times: ['10:00'] },
    ],
    async happens(village) {
      await stepping('10:00:32', -3_600)(village);
      await stepping('09:01:06', 3_600)(village);
    },
    to: clockShows('10:01:30'),
    outcomes: {
      'Thể dục': { '09:01': aired, '10:00': aired },
      'Bản tin': { '10:00': aired },
      'Nhắc việc': { '10:00': aired },
    },
  },
  {
    fact: 'three days are skipped: each of their slots is missed, but for what its programme still makes up',
    fault: '+3 days',
    from: '09:59:20',
    plans: [
      { ...exercise, times: ['10:00'] },
      { ...bulletin, times: ['09:57'] },
      { ...reminder, times: ['06:00'] },
    ],
    happens: stepping('09:59:30', 3 * 86_400),
    to: clockShows('10:00:04') + 3 * 86_400_000,
    days: 4,
    outcomes: {
      'Thể dục': { '10:00': lost, '10:00 +1': lost, '10:00 +2': lost, '10:00 +3': aired },
      'Bản tin': { '09:57 +1': lost, '09:57 +2': lost, '09:57 +3': madeUp },
      'Nhắc việc': { '06:00 +1': lost, '06:00 +2': lost, '06:00 +3': madeUp },
    },
  },
  {
    fact: 'somebody sets the clock three days ahead, and right again half a minute later: no slot of those days is lost',
    fault: '+3 days, −3 days',
    from: '09:59:12',
    plans: [
      { ...exercise, times: ['10:00'] },
      { ...bulletin, times: ['10:00', '10:02'] },
      { ...reminder, times: ['10:01'] },
    ],
    async happens(village) {
      await stepping('09:59:16', 3 * 86_400)(village);
      await stepping('09:59:20', -3 * 86_400)(village);
    },
    to: clockShows('10:02:04'),
    outcomes: {
      'Thể dục': { '10:00': aired },
      'Bản tin': { '10:00': aired, '10:02': aired },
      'Nhắc việc': { '10:01': aired },
    },
  },
  {
    fact: 'the machine sleeps for ten minutes while something is on air: the amplifier falls off by itself, the rest is made up as asked',
    fault: 'suspended 10 min',
    from: '09:59:46',
    plans: [
      { ...exercise, times: ['10:00'], seconds: 20, breaksOff: true },
      { ...bulletin, times: ['10:02', '10:08'] },
      { ...reminder, times: ['10:04'] },
    ],
    async happens(village) {
      await comes(village, clockShows('10:00:04'));
      const { pid } = village.gateway;
      process.kill(pid, 'SIGSTOP');
      await village.clock.setTo(clockShows('10:08:36'));
      await until('the amplifier has fallen off', () => village.zones.every(({ relay }) => !relay.isOn(1)), 100_000);
      // Their lines begin anew: how long a relay's Wi-Fi takes to come back is another story.
      for (const { relay } of village.zones) relay.reboot();
      process.kill(pid, 'SIGCONT');
      await settled(village);
    },
    to: clockShows('10:10:50'),
    outcomes: {
      'Thể dục': { '10:00': 'broadcast.zone-fault' },
      'Bản tin': { '10:02': lost, '10:08': madeUp },
      'Nhắc việc': { '10:04': madeUp },
    },
  },
  {
    fact: 'the gateway’s main thread hangs: what was cued sounds at its instant and to its end, what was not comes late, once',
    fault: `main thread blocked ${hangSeconds} s`,
    from: '09:59:40',
    plans: [
      { ...exercise, times: ['10:00'], seconds: 55 },
      { ...bulletin, times: ['10:01'], seconds: 10 },
      { ...reminder, times: ['10:01'], zone: { warmupMs: 20_000 } },
    ],
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hangOnSignal)}` },
    async happens(village) {
      await comes(village, clockShows('10:00:45'));
      process.kill(village.gateway.pid, 'SIGUSR2');
      await comes(village, clockShows('10:01:11'));
    },
    to: clockShows('10:01:30'),
    outcomes: {
      'Thể dục': { '10:00': aired },
      'Bản tin': { '10:01': aired },
      'Nhắc việc': { '10:01': aired },
    },
  },
  {
    fact: 'after a power cut the machine boots in 1970: nothing is aired or forgotten, and NTP’s time lets each slot be decided once',
    fault: 'boot in 1970, then NTP',
    from: '09:44:00',
    plans: [
      { ...exercise, times: ['09:50', '10:00'] },
      { ...bulletin, times: ['09:46', '09:57'] },
      { ...reminder, times: ['09:52'] },
    ],
    async happens(village) {
      await village.gateway.end('SIGKILL');
      await village.clock.setTo(Date.UTC(1970, 0, 1, 0, 0, 20));
      await village.startAgain();
      await until('two seconds have been decided about', () => village.clock.now() > 25_000);
      await village.clock.setTo(clockShows('10:00:15'));
      await settled(village);
    },
    to: clockShows('10:00:34'),
    outcomes: {
      'Thể dục': { '09:50': 'slot.gateway-off', '10:00': aired },
      'Bản tin': { '09:46': 'slot.gateway-off', '09:57': madeUp },
      'Nhắc việc': { '09:52': madeUp },
    },
  },
];

const table: Record<'fault' | 'programme' | 'missed policy' | 'slot' | 'outcome' | 'late s' | 'heard', string>[] = [];

afterAll(() => {
  process.stdout.write(
    '\nwhat came of each slot when the clock was at fault (times as the village’s clock showed them)\n',
  );
  const head = Object.keys(table[0] ?? {}) as (keyof (typeof table)[number])[];
  const order = (fault: string) => tales.findIndex((tale) => tale.fault === fault);
  table.sort((a, b) => order(a.fault) - order(b.fault));
  for (const row of [Object.fromEntries(head.map((name) => [name, name])) as (typeof table)[number], ...table]) {
    process.stdout.write(`| ${head.map((name) => row[name]).join(' | ')} |\n`);
  }
});

it.concurrent.for(tales)('$fault: $fact', async (tale, { expect, onTestFinished }) => {
  const village = await openVillage({
    start: clockShows('08:00:00'),
    zones: tale.plans.map(({ title, zone }) => ({ name: `Xóm ${title}`, ...(zone && { change: zone }) })),
    env: { LOA_THON_CLOCK_PATIENCE_SECONDS: '15', ...tale.env },
    atTheEnd: onTestFinished,
  });
  await makeProgrammes(village, tale);
  await tale.happens(village);
  await comes(village, tale.to);
  await judge(village, tale, expect);
});

/**
 * The yardstick: a job each ten seconds on node-schedule alone. Reference figure, measured elsewhere: 360 firings in 3.3 s.
 */
it.concurrent('node-schedule alone replays an hour that was skipped', async ({ expect, onTestFinished }) => {
  const folder = await mkdtemp(join(tmpdir(), 'loa-thon-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 10 }));
  const clock = await createSettableClock(folder, clockShows('09:59:21'));
  const script = `import schedule from 'node-schedule';
    schedule.scheduleJob('*/10 * * * * *', () => console.log('fired'));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...clock.env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let fired = 0;
  createInterface({ input: child.stdout }).on('line', () => fired++);
  await until('it has begun', () => fired > 0);
  await clock.jump(3_600);
  const before = fired;
  await until(
    'the burst is over',
    async () => {
      const soFar = fired;
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return soFar - before > 1 && fired - soFar <= 1;
    },
    60_000,
  );
  expect(fired - before).toBeGreaterThan(300);
  table.push({
    fault: '+1 h',
    programme: 'a job each 10 s, node-schedule alone',
    'missed policy': 'none',
    slot: 'each 10 s',
    outcome: `${fired - before} firings of the past at once`,
    'late s': '',
    heard: '',
  });
});

/** At the hour of the tale, by a clock that is believed. */
async function makeProgrammes(village: VillageAtAnyHour, { from, plans }: Pick<Tale, 'from' | 'plans'>): Promise<void> {
  const { api, clock, zones } = village;
  const recordings = [];
  for (const { title, seconds = 3 } of plans) recordings.push(await recordTone(api, title, seconds));
  // What it takes until the new time is believed.
  await clock.setTo(clockShows(from) - 12_000);
  await settled(village);
  for (const [index, { title, times, missed }] of plans.entries()) {
    await api.post<SavedProgramme>('/api/programmes', {
      title,
      kind: 'bulletin',
      content: { kind: 'recording', recordingId: recordings[index]?.id },
      zoneIds: [zones[index]?.zone.id],
      priority: 'normal',
      rule: { repeat: 'daily', date: day, times },
      missed,
    });
  }
}

/** Every slot has the one outcome it should, was heard if and only if that says so, and all is dark and silent again. */
async function judge(village: VillageAtAnyHour, tale: Tale, expect: ExpectStatic): Promise<void> {
  const { fault, plans, outcomes, days = 1 } = tale;
  const over = async () => {
    const slots = await slotsOf(village, day, days);
    const due = slots.filter(({ startsAt }) => Date.parse(startsAt) <= village.clock.now());
    return due.every(({ state }) => state === 'ended') && due;
  };
  const slots = await until('every slot that was due has its outcome', over, 60_000);
  await allOff(village);
  const log = await airLog(village);

  for (const [index, { title, missed, seconds = 3, breaksOff }] of plans.entries()) {
    const zone = village.zones[index] as HeardZone;
    const own = slots.filter((slot) => slot.title === title);
    const came = Object.fromEntries(own.map((slot) => [nameOf(slot), slot.outcome?.code ?? '']));
    expect(came, `${fault}, ${title}`).toEqual(outcomes[title]);
    const lines = own.map((slot) => log.filter(({ slotId }) => slotId === slot.id));
    expect(lines.map(({ length }) => length)).toEqual(own.map(() => 1));

    const started = lines.filter(([line]) => line?.startedAt);
    const heard = heardIn(village, zone);
    expect(heard.length, `${fault}, ${title}: ${JSON.stringify({ heard, came })}`).toBe(started.length);
    for (const { from, to } of heard) {
      if (breaksOff) expect(to - from).toBeLessThan(seconds * 1_000 - 300);
      else expect(Math.abs(to - from - seconds * 1_000)).toBeLessThan(300);
    }
    expect(zone.relay.story.map(({ state }) => state)).toEqual(heard.flatMap(() => ['on', 'off']));
    for (const slot of own)
      tell(
        fault,
        title,
        missed,
        slot,
        log.find(({ slotId }) => slotId === slot.id),
      );
  }
  const { loops } = await village.api.get<Health>('/api/health');
  expect(loops.map(({ failures }) => failures)).toEqual(loops.map(() => 0));
}

/** `10:00`, or `10:00 +2` two days later. */
function nameOf({ startsAt }: Slot): string {
  const { date, time } = toLocal(Date.parse(startsAt), timeZone);
  const later = Math.round((Date.parse(date) - Date.parse(day)) / 86_400_000);
  return later === 0 ? time : `${time} +${later}`;
}

function tell(fault: string, title: string, missed: Missed, slot: Slot, line: AirLogEntry | undefined): void {
  const startedAt = line?.startedAt ? Date.parse(line.startedAt) : null;
  const late = startedAt === null ? '' : ((startedAt - Date.parse(slot.startsAt)) / 1_000).toFixed(1);
  const { policy, withinMinutes } = missed;
  table.push({
    fault,
    programme: title,
    'missed policy': policy === 'skip' ? policy : `${policy} ${withinMinutes} min`,
    slot: nameOf(slot),
    outcome: `${slot.outcome?.kind} (${slot.outcome?.code})`,
    'late s': late,
    heard: startedAt === null ? 'no' : `${((line?.airedMs ?? 0) / 1_000).toFixed(1)} s`,
  });
}
