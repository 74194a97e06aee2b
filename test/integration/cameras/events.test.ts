import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { createCameraEvents } from '../../../gateway/src/cameras/events/event-service.ts';
import type { CameraEventPorts } from '../../../gateway/src/cameras/events/ports.ts';
import type { CameraNotice } from '../../../gateway/src/cameras/onvif/notices.ts';
import type { Broadcast, BroadcastInput, ChangeEvents, Recording } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { AppError, notFound } from '../../../gateway/src/core/errors.ts';
import { createSettingsStore } from '../../../gateway/src/village/settings-store.ts';
import { cutStream, playTape, type CutStream } from '../../support/camera-tape.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';
import { temporaryStorage } from '../../support/storage.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const night = '2026-11-26T16:41:00.000Z'; // 23:41 in the village
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
const notice = (what: CameraNotice['what'], on: boolean): CameraNotice => ({
  ...{ what, on, known: false, cameraTime: night, topic: 'tns1:VideoSource/MotionAlarm' },
});
const trung = { name: 'Ông Trung' };

let stream: CutStream;
beforeAll(async () => {
  stream = await cutStream(60);
});

/** A village with one camera at its gate, which sees as it is told to. */
async function openGate(change: Partial<CameraEventPorts> = {}, stateFolder?: string, spareBytes = 0) {
  const storage = await temporaryStorage();
  const clock = createFakeClock(night, storage.settled);
  const changes = createChanges<ChangeEvents>();
  const folder = stateFolder ?? (await tempFolder());
  const tape = playTape(stream, clock);
  const marks: string[] = [];
  changes.on('camera-event.changed', ({ id }) => marks.push(id));
  const aired: BroadcastInput[] = [];
  const sounding: Broadcast[] = [];
  const ports: CameraEventPorts = {
    camera: async (id) => (id === 'cong' ? { name: 'Cổng thôn', zoneIds: ['dinh'], maintenance: false } : undefined),
    cameraIds: async () => ['cong'],
    tape,
    still: async () => ({ jpeg, takenAt: clock.now() - 700 }),
    settings: createSettingsStore(storage),
    freeBytes: async () => 10_000_000_000,
    clockTrusted: () => true,
    recording: async (id) => (id === 'canh-bao' ? ({ id } as Recording) : Promise.reject(notFound('recording', id))),
    broadcasts: {
      list: async () => sounding,
      startedBefore: async () => null,
      async start(input) {
        if (input.priority !== 'emergency' || !input.reason) {
          throw new AppError('broadcast.reason-needed', 422, 'These are quiet hours.');
        }
        aired.push(input);
        return { id: input.id } as Broadcast;
      },
    },
    ...change,
  };
  const open = () =>
    createCameraEvents({
      ...{ storage, ports, stateFolder: folder, timeZone: 'Asia/Ho_Chi_Minh', changes, clock, log: quietLog },
      spareBytes,
    });
  const events = open();
  await events.start();
  const files = async () => (await readdir(join(folder, 'camera-events'))).sort();
  const list = async () => (await events.commands.list({})).items;
  return { storage, clock, changes, folder, tape, marks, aired, sounding, ports, open, events, files, list };
}

async function lengthOf(file: string) {
  const args = ['-v', 'error', '-show_entries', 'format=start_time,duration:stream=nb_read_frames', '-count_frames'];
  const { stdout } = await promisify(execFile)('ffprobe', [...args, '-of', 'json', file]);
  const { format, streams } = JSON.parse(stdout) as {
    format: { start_time: string; duration: string };
    streams: { nb_read_frames: string }[];
  };
  return {
    begins: Number(format.start_time),
    seconds: Number(format.duration),
    pictures: Number(streams[0]?.nb_read_frames),
  };
}

test('somebody at the gate is an event with a picture and a film of ten seconds before and twenty after', async () => {
  const { clock, events, list, marks, files } = await openGate();
  await clock.advance(40_000);
  events.heard('cong', notice('motion', true), clock.now());
  await clock.advance(6_000);
  events.heard('cong', notice('motion', false), clock.now());
  await clock.advance(30_000);
  await events.settled();

  const [event, ...more] = await list();
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    ...{ cameraName: 'Cổng thôn', kind: 'motion', startedAt: '2026-11-26T16:41:40.000Z' },
    ...{ endedAt: '2026-11-26T16:41:46.000Z', ending: 'said', times: 1, stillAt: '2026-11-26T16:41:39.300Z' },
    clip: { state: 'ready', why: null },
  });
  expect(await files()).toEqual([`${event?.id}.jpg`, `${event?.id}.mp4`]);
  const film = await events.commands.clip(event!.id);
  expect(event?.clip.bytes).toBe((await readFile(film)).length);
  const { begins, seconds, pictures } = await lengthOf(film);
  expect(begins).toBe(0);
  expect(seconds).toBeGreaterThanOrEqual(30);
  expect(seconds).toBeLessThanOrEqual(32.1);
  expect(pictures).toBe(Math.round(seconds * 10));
  expect(Date.parse(event!.clip.from!)).toBeLessThanOrEqual(Date.parse(event!.startedAt) - 10_000);
  expect(marks.length).toBeGreaterThan(2);
  await events.stop();
});

test('a camera that sends a thousand notices a second is one event, and the database is left in peace', async () => {
  const { clock, events, list, storage } = await openGate();
  let writes = 0;
  const run = storage.run.bind(storage);
  storage.run = (...call) => (writes++, run(...call));
  await clock.advance(12_000);
  for (let second = 0; second < 5; second++) {
    for (let n = 0; n < 500; n++) {
      events.heard('cong', notice('motion', true), clock.now());
      events.heard('cong', notice('motion', false), clock.now());
    }
    await clock.advance(1_000);
  }
  await clock.advance(40_000);
  await events.settled();
  expect((await list()).map(({ times }) => times)).toEqual([2_500]);
  expect(writes).toBeLessThan(10);
  await events.stop();
});

test('a film whose stream breaks off is kept as far as it goes, and says so', async () => {
  const { clock, events, list, tape } = await openGate();
  await clock.advance(20_000);
  events.heard('cong', notice('tamper', true), clock.now());
  await clock.advance(5_000);
  tape.reconnect();
  await clock.advance(40_000);
  await events.settled();
  const [event] = await list();
  expect(event).toMatchObject({
    ending: 'assumed',
    clip: { state: 'ready', why: { code: 'camera-event.stream-broke' } },
  });
  expect((await lengthOf(await events.commands.clip(event!.id))).seconds).toBeLessThan(18);
  await events.stop();
});

test('an event of a camera without a picture is kept all the same', async () => {
  const noPicture = new AppError('camera.no-picture', 409, 'There is none.');
  const { clock, events, list, tape, files } = await openGate({ still: () => Promise.reject(noPicture) });
  tape.stop();
  events.heard('cong', notice('motion', true), clock.now());
  await clock.advance(60_000);
  await events.settled();
  expect(await list()).toMatchObject([
    { stillAt: null, clip: { state: 'failed', why: { code: 'camera-event.no-stream' } } },
  ]);
  expect(await files()).toEqual([]);
  await events.stop();
});

test('a power cut leaves no half film, ends what was open, and what was not heard is unknown', async () => {
  const before = await openGate();
  const { clock, events, storage, folder, open } = before;
  events.silence('cong', null);
  await clock.advance(130_000);
  events.heard('cong', notice('motion', true), clock.now());
  await clock.advance(5_000);
  // The power is gone: nobody stops anything. Another gateway finds what was left on the disk.
  await writeFile(join(folder, 'camera-events', 'nobody-knows-it.mp4'), 'x');
  expect(await before.files()).toHaveLength(3);
  await clock.step(600_000);
  const after = open();
  await after.start();
  expect((await after.commands.list({})).items).toMatchObject([
    { ending: 'restart', endedAt: '2026-11-26T16:43:10.000Z', clip: { state: 'failed', bytes: 0 } },
  ]);
  expect((await before.files()).filter((name) => !name.endsWith('.jpg'))).toEqual([]);
  const span = { from: '2026-11-26T16:00:00.000Z', to: '2026-11-26T18:00:00.000Z' };
  expect(await after.commands.gaps(span)).toEqual([
    { cameraId: 'cong', from: '2026-11-26T16:00:00.000Z', to: night, why: null },
    { cameraId: 'cong', from: '2026-11-26T16:43:00.000Z', to: null, why: null },
  ]);
  after.silence('cong', null);
  await after.settled();
  await clock.step(60_000);
  expect((await after.commands.gaps(span))[1]).toMatchObject({ to: '2026-11-26T16:53:15.000Z' });
  await after.stop();
  await storage.settled();
});

test('why a camera was not heard stands in the gap', async () => {
  const { clock, events } = await openGate();
  events.silence('cong', null);
  await clock.advance(60_000);
  events.heard('cong', notice('motion', true), clock.now());
  events.silence('cong', 'camera.timed-out');
  events.silence('cong', 'camera.timed-out');
  await clock.advance(60_000);
  events.silence('cong', null);
  await events.settled();
  expect(await events.commands.gaps({ from: night, to: '2026-11-26T17:00:00.000Z' })).toEqual([
    { cameraId: 'cong', from: '2026-11-26T16:42:00.000Z', to: '2026-11-26T16:43:00.000Z', why: 'camera.timed-out' },
  ]);
  expect((await events.commands.list({})).items).toMatchObject([{ ending: 'unheard' }]);
  await events.stop();
});

test('a camera that was never heard says why, as soon as that is known', async () => {
  const { clock, events } = await openGate();
  await clock.advance(60_000);
  events.silence('cong', 'camera.wrong-password');
  await clock.advance(60_000);
  await events.settled();
  expect(await events.commands.gaps({ from: night, to: '2026-11-26T17:00:00.000Z' })).toEqual([
    { cameraId: 'cong', from: night, to: '2026-11-26T16:42:00.000Z', why: null },
    { cameraId: 'cong', from: '2026-11-26T16:42:00.000Z', to: null, why: 'camera.wrong-password' },
  ]);
  await events.stop();
});

test('a disk that is full keeps the event without a film, and says so', async ({ skip }) => {
  const disk = await mountSmallDisk(8);
  if (!disk) return skip('this user may not mount a small disk');
  await mkdir(join(disk.folder, 'camera-events'));
  const { clock, events, list, files } = await openGate({}, disk.folder);
  await clock.advance(20_000);
  await disk.leave(200_000);
  events.heard('cong', notice('motion', true), clock.now());
  await clock.advance(40_000);
  await events.settled();
  const [event] = await list();
  expect(event?.clip).toMatchObject({ state: 'failed', bytes: 0, why: { code: 'camera-event.no-room' } });
  expect((await files()).filter((name) => name.includes('.mp4'))).toEqual([]);
  await events.stop();
});

test('while the disk has no room to spare, events are written down and nothing is filmed', async () => {
  const { clock, events, list, files } = await openGate({ freeBytes: async () => 90_000_000 }, undefined, 500_000_000);
  await clock.advance(20_000);
  events.heard('cong', notice('motion', true), clock.now());
  await clock.advance(40_000);
  await events.settled();
  expect(await list()).toMatchObject([
    { stillAt: null, clip: { state: 'none', why: { code: 'camera-event.disk-full', params: { megabytes: 90 } } } },
  ]);
  expect(await files()).toEqual([]);
  expect((await events.commands.settings()).fault).toMatchObject({ code: 'camera-event.disk-full' });
  await expect(events.commands.snapshot({ cameraId: 'cong' }, trung)).rejects.toMatchObject({
    code: 'camera-event.disk-full',
  });
  await events.stop();
});

test('where room is short the oldest picture and film go, what is kept stays, and too much cannot be kept', async () => {
  const { clock, events, list } = await openGate();
  const settings = { ...(await events.commands.settings()), megabytes: 4 };
  await events.commands.changeSettings(settings);
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) {
    await clock.advance(20_000);
    events.heard('cong', notice('motion', true), clock.now());
    await clock.advance(60_000);
    await events.settled();
    const newest = (await list())[0]!;
    ids.push(newest.id);
    if (n === 0) await events.commands.change(newest.id, { kept: true }, trung);
  }
  await clock.advance(60_000);
  await events.settled();
  const states = new Map((await list()).map(({ id, clip }) => [id, clip.state]));
  expect(ids.map((id) => states.get(id))).toEqual(['ready', 'gone', 'ready']);
  await expect(events.commands.clip(ids[1]!)).rejects.toMatchObject({ code: 'camera-clip.not-found' });
  await expect(events.commands.change(ids[2]!, { kept: true }, trung)).resolves.toMatchObject({ kept: true });
  await expect(events.commands.change(ids[1]!, { kept: true }, trung)).rejects.toMatchObject({
    code: 'camera-event.too-much-kept',
  });
  await events.stop();
});

test('after its days an event is gone, unless somebody keeps it', async () => {
  const { clock, events, list, files } = await openGate();
  await events.commands.snapshot({ cameraId: 'cong', note: ' Xe lạ ' }, trung);
  await clock.advance(1_000);
  events.heard('cong', notice('line-crossed', true), clock.now());
  await clock.advance(60_000);
  await events.settled();
  expect((await list()).map(({ kind }) => kind)).toEqual(['line-crossed', 'snapshot']);
  await clock.leap(31 * 86_400_000);
  await clock.advance(120_000);
  await events.settled();
  expect(await list()).toMatchObject([{ kind: 'snapshot', note: 'Xe lạ', by: 'Ông Trung', kept: true }]);
  expect(await files()).toHaveLength(1);
  await events.stop();
});

test('when a camera was heard is forgotten after as many days, though nothing ever happened, but why it is not heard is not', async () => {
  const { clock, events, storage } = await openGate();
  for (let time = 0; time < 3; time++) {
    events.silence('cong', null);
    await clock.advance(10_000);
    events.silence('cong', 'camera.timed-out');
    await clock.advance(10_000);
  }
  await clock.leap(31 * 86_400_000);
  await clock.advance(120_000);
  await events.settled();
  expect(await storage.all('select why from camera_coverage')).toEqual([{ why: 'camera.timed-out' }]);
  await events.stop();
});

test('a clock that jumped ahead makes nothing old, as long as nobody vouches for it', async () => {
  let trusted = true;
  const { clock, events, list } = await openGate({ clockTrusted: () => trusted });
  events.heard('cong', notice('line-crossed', true), clock.now());
  await clock.advance(60_000);
  trusted = false;
  await clock.step(365 * 86_400_000);
  await clock.advance(120_000);
  await events.settled();
  expect(await list()).toHaveLength(1);
  await clock.step(-365 * 86_400_000);
  trusted = true;
  await clock.advance(120_000);
  await events.settled();
  expect(await list()).toHaveLength(1);
  await events.stop();
});

test('a picture that is old is not kept as one of now', async () => {
  const { events, list } = await openGate({ still: async () => ({ jpeg, takenAt: Date.parse(night) - 60_000 }) });
  await expect(events.commands.snapshot({ cameraId: 'cong' }, trung)).rejects.toMatchObject({
    code: 'camera-event.old-picture',
  });
  await expect(events.commands.snapshot({ cameraId: 'ao' }, trung)).rejects.toMatchObject({ code: 'camera.not-found' });
  expect(await list()).toEqual([]);
  await events.stop();
});

test('events are found by camera, kind and time, a page at a time', async () => {
  const { clock, events } = await openGate();
  for (let n = 0; n < 5; n++) {
    events.heard('cong', notice(n % 2 === 0 ? 'motion' : 'line-crossed', true), clock.now());
    await clock.advance(60_000);
  }
  await events.settled();
  const { list } = events.commands;
  const first = await list({ limit: 3 });
  const second = await list({ limit: 3, cursor: first.next! });
  const times = [...first.items, ...second.items].map(({ startedAt }) => startedAt.slice(14, 16));
  expect(times).toEqual(['45', '44', '43', '42', '41']);
  expect(second.next).toBeNull();
  expect((await list({ kind: 'line-crossed' })).items).toHaveLength(2);
  expect((await list({ cameraId: 'ao' })).items).toEqual([]);
  // What touches the time: motion that was assumed to end thirty seconds later is in it.
  const span = { from: '2026-11-26T16:43:20.000Z', to: '2026-11-26T16:44:30.000Z' };
  expect((await list(span)).items.map(({ startedAt }) => startedAt.slice(14, 16))).toEqual(['44', '43']);
  expect((await list({ cursor: 'nonsense' })).items).toHaveLength(5);
  await events.stop();
});

async function openWarnedGate() {
  const gate = await openGate();
  const proposed: string[] = [];
  gate.changes.on('camera-warning.changed', ({ id }) => proposed.push(id));
  const settings = await gate.events.commands.settings();
  const warning = { recordingId: 'canh-bao', from: '22:00', to: '05:00', cameraIds: ['cong'] };
  await gate.events.commands.changeSettings({ ...settings, warning });
  return { ...gate, proposed };
}

test('somebody at the gate at night: a warning is proposed, and sounds only when a person says so, with a reason', async () => {
  const { clock, events, aired, list } = await openWarnedGate();
  events.heard('cong', notice('motion', true), clock.now());
  await clock.advance(1_000);
  const [warning] = events.warnings.list();
  expect(warning).toMatchObject({ cameraName: 'Cổng thôn', zoneIds: ['dinh'], recordingId: 'canh-bao' });
  expect(aired).toEqual([]);

  // Quiet hours: only an emergency with a reason passes. Whoever is asked why has another minute for it.
  await clock.advance(50_000);
  const asPriority = events.warnings.air(warning!.id, { id: 'run-1', priority: 'priority' }, trung);
  await expect(asPriority).rejects.toMatchObject({ code: 'broadcast.reason-needed' });
  await clock.advance(50_000);
  const reason = 'Có người trèo cổng';
  await events.warnings.air(warning!.id, { id: 'run-1', priority: 'emergency', reason }, trung);
  expect(aired).toMatchObject([
    { id: 'run-1', content: { recordingId: 'canh-bao' }, zoneIds: ['dinh'], priority: 'emergency', reason },
  ]);
  expect(events.warnings.list()).toEqual([]);
  expect(await list()).toMatchObject([{ warning: { by: 'Ông Trung', broadcastId: 'run-1' } }]);
  await events.stop();
});

test('a proposal that nobody answers is gone after a minute, and is not made again at once', async () => {
  const { clock, events, proposed } = await openWarnedGate();
  events.heard('cong', notice('motion', true), clock.now());
  await clock.advance(61_000);
  expect(events.warnings.list()).toEqual([]);
  const late = events.warnings.air(proposed[0]!, { id: 'run-1', priority: 'priority' }, trung);
  await expect(late).rejects.toMatchObject({ code: 'camera-warning.over' });
  await clock.advance(60_000);
  events.heard('cong', notice('motion', true), clock.now());
  await clock.advance(5_000);
  expect(proposed).toHaveLength(1);
  await clock.advance(300_000);
  events.heard('cong', notice('motion', true), clock.now());
  await clock.advance(5_000);
  expect(proposed).toHaveLength(2);
  events.warnings.dismiss(proposed[1]!);
  expect(events.warnings.list()).toEqual([]);
  await events.stop();
});

test('what moves while our own loudspeaker sounds near is marked, and proposes nothing', async () => {
  const { clock, events, list, sounding, proposed } = await openWarnedGate();
  sounding.push({
    title: 'Bản tin',
    zones: [{ zoneId: 'dinh', state: 'sounding', fault: null }],
  } as unknown as Broadcast);
  events.heard('cong', notice('motion', true), clock.now());
  await clock.advance(5_000);
  expect(await list()).toMatchObject([{ duringBroadcast: 'Bản tin' }]);
  expect(proposed).toEqual([]);
  await events.stop();
});

test('a warning needs a recording that exists, which is not removed then', async () => {
  const { events } = await openWarnedGate();
  const settings = await events.commands.settings();
  const warning = { ...settings.warning, recordingId: 'khong-co' };
  await expect(events.commands.changeSettings({ ...settings, warning })).rejects.toMatchObject({
    code: 'recording.not-found',
  });
  expect(events.usedBy('canh-bao')).toHaveLength(1);
  expect(events.usedBy('ban-tin')).toEqual([]);
  await events.stop();
});
