import { join } from 'node:path';
import type { CameraEvent, CameraEventKind, ChangeEvents, Reason } from '../../contract/index.ts';
import type { Changes } from '../../core/changes.ts';
import type { Cancel, Clock } from '../../core/clock/clock.ts';
import { newId } from '../../core/ids.ts';
import { createTurns } from '../../core/in-turn.ts';
import type { Logger } from '../../core/log.ts';
import type { Storage } from '../../storage/storage.ts';
import type { CameraNotice } from '../onvif/notices.ts';
import { createAlbum } from './album.ts';
import { createCoverageStore } from './coverage-store.ts';
import { createDiaries } from './diaries.ts';
import type { Step } from './episode.ts';
import { createEventCommands } from './event-commands.ts';
import { createEventMedia } from './event-media.ts';
import { createEventSettings } from './event-settings.ts';
import { createEventStore } from './event-store.ts';
import type { CameraEventPorts } from './ports.ts';
import { createRoom } from './room.ts';
import { soundingNear } from './sounding-near.ts';
import { createWarnings } from './warnings.ts';

export interface CameraEventsParts {
  readonly storage: Storage;
  readonly ports: CameraEventPorts;
  /** Pictures and films go into a folder of their own in it. */
  readonly stateFolder: string;
  readonly timeZone: string;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
  /** So much of the disk stays free for everything else. */
  readonly spareBytes?: number;
}

const usualSpareBytes = 500_000_000;
const lookMs = 1_000;
/** After a power cut so much at most of what was heard counts as unheard. */
const reachMs = 60_000;
const makeRoomMs = 60_000;

/** What cameras notice, told as events with a picture and a film; and when nobody heard what they notice. */
export function createCameraEvents(parts: CameraEventsParts) {
  const { storage, ports, stateFolder, timeZone, changes, clock, log, spareBytes = usualSpareBytes } = parts;
  const store = createEventStore(storage);
  const coverage = createCoverageStore(storage);
  const album = createAlbum(join(stateFolder, 'camera-events'));
  const settings = createEventSettings(ports.settings);
  const room = createRoom({
    ...{ store, coverage, album, settings, spareBytes, clock, log },
    freeBytes: ports.freeBytes,
    clockTrusted: ports.clockTrusted,
    say,
  });
  const media = createEventMedia({ store, album, ports, say, onFull: room.make, clock, log });
  const warnings = createWarnings({
    ...{ settings, timeZone, changes, clock, broadcasts: ports.broadcasts },
    async onAired(eventId, warning) {
      await store.setWarning(eventId, warning);
      await say(eventId);
    },
  });
  const commands = createEventCommands({
    ...{ store, coverage, album, settings, room, ports, say, changes, clock },
    addSnapshot: (snapshot) =>
      inTurn(() => add({ ...snapshot, kind: 'snapshot', filmed: false, clipWhy: null, kept: true })),
  });
  const diaries = createDiaries(clock, write);
  /** The event that is told, or was last, of each camera and kind. */
  const current = new Map<string, string>();
  const heardNow = new Set<string>();
  /** Why others are not, where that is known. */
  const silentFor = new Map<string, string>();
  const inTurn = createTurns();
  const underWay = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  let cancels: Cancel[] = [];

  /** Goes on by itself; what goes wrong is logged and keeps nothing else from being told. */
  function doing(what: string, work: Promise<unknown>): void {
    const settled = work
      .catch((error: unknown) => log.error({ err: error, what }, 'camera event not told whole'))
      .finally(() => underWay.delete(settled));
    underWay.add(settled);
  }

  async function say(id: string): Promise<void> {
    const event = await store.get(id);
    if (event) changes.emit('camera-event.changed', { id, cameraId: event.cameraId, startedAt: event.startedAt });
  }

  function write(cameraId: string, step: Step): void {
    const which = `${cameraId} ${step.kind}`;
    if (step.do === 'begin') {
      const id = newId();
      current.set(which, id);
      return begin(id, cameraId, step.kind, step.at);
    }
    const id = current.get(which);
    if (id === undefined) return;
    const told = inTurn(async () => {
      if (step.do === 'end') await store.end(id, step.at, step.ending, step.times);
      else await store.goOn(id);
      await say(id);
    });
    doing(step.do, told);
  }

  function begin(id: string, cameraId: string, kind: CameraEventKind, at: number): void {
    const wanted = settings.now().clipsOf.some((one) => one === kind);
    const full = room.full();
    const filmed = wanted && full === null;
    const clipWhy = wanted ? full : null;
    const added = inTurn(() =>
      add({ id, cameraId, kind, at, filmed, clipWhy, kept: false, by: null, note: null, noteBy: null }),
    );
    doing('begin', added);
    if (full) return;
    doing('still', media.keepStill({ id, cameraId, at, added }));
    if (wanted) doing('film', media.keepFilm({ id, cameraId, at, added }, stopping.signal));
  }

  /** False: its camera was removed meanwhile. */
  async function add(event: Beginning): Promise<boolean> {
    const { cameraId, kind, at, filmed } = event;
    const camera = await ports.camera(cameraId);
    if (!camera) return false;
    await store.add({
      ...event,
      cameraName: camera.name,
      startedAt: at,
      endedAt: kind === 'snapshot' ? at : null,
      clip: filmed ? 'recording' : 'none',
      duringBroadcast: soundingNear(await ports.broadcasts.list(), camera.zoneIds),
    });
    await say(event.id);
    const told = camera.maintenance ? null : await store.get(event.id);
    if (told) warnings.consider(told, camera.zoneIds);
    return true;
  }

  function cover(cameraId: string): void {
    if (heardNow.has(cameraId)) return;
    heardNow.add(cameraId);
    silentFor.delete(cameraId);
    const at = clock.now();
    const begun = inTurn(() => coverage.begin(cameraId, at));
    doing('coverage', begun);
  }

  function uncover(cameraId: string, why: string): void {
    diaries.fallSilent(cameraId);
    const wasHeard = heardNow.delete(cameraId);
    if (!wasHeard && silentFor.get(cameraId) === why) return;
    silentFor.set(cameraId, why);
    const at = clock.now();
    const ended = inTurn(() => (wasHeard ? coverage.end(cameraId, at, why) : coverage.explain(cameraId, at, why)));
    doing('coverage', ended);
  }

  function reach(): void {
    const at = clock.now();
    const reached = inTurn(() => coverage.reach(at));
    doing('coverage', reached);
  }

  /** Everything that was told so far is written. */
  async function settled(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay);
  }

  return {
    /** For people. */
    commands,
    /** What motion at night proposes to say: a person answers. */
    warnings: { list: warnings.list, ...warnings.commands },

    /** A camera noticed something; `at` is when we heard of it, epoch ms. Never waits, never throws. */
    heard(cameraId: string, notice: CameraNotice, at: number): void {
      if (stopping.signal.aborted) return;
      cover(cameraId);
      diaries.hear(cameraId, notice, at);
    },

    /** What a camera notices is not heard any more (a code says why), or is again (null). Safe when nothing is new. */
    silence(cameraId: string, why: string | null): void {
      if (stopping.signal.aborted) return;
      if (why === null) cover(cameraId);
      else uncover(cameraId, why);
    },

    /** A recording that is what a warning says is not removed. */
    usedBy: (recordingId: string): { kind: 'camera-warning'; title: string }[] =>
      settings.now().warning.recordingId === recordingId ? [{ kind: 'camera-warning', title: 'camera-warning' }] : [],

    settled,

    async start(): Promise<void> {
      await settings.start();
      await store.closeAll({ code: 'camera-event.gateway-stopped', params: {} });
      await coverage.closeAll();
      await album.start(await store.inAlbum());
      await room.make();
      cancels = [
        changes.on('camera.removed', ({ id }) => {
          uncover(id, 'camera-event.camera-removed');
          diaries.forget(id);
          silentFor.delete(id);
        }),
        clock.every(lookMs, () => {
          warnings.look();
          diaries.look();
        }),
        clock.every(reachMs, reach),
        clock.every(makeRoomMs, () => doing('room', room.make())),
      ];
    },

    /** What lasts is ended, films are finished with what there is. Safe twice. */
    async stop(): Promise<void> {
      for (const cancel of cancels) cancel();
      for (const cameraId of [...heardNow]) uncover(cameraId, 'camera-event.gateway-stopped');
      stopping.abort(new Error('stopping'));
      await settled();
    },
  };
}

export type CameraEvents = ReturnType<typeof createCameraEvents>;

/** An event as it begins; epoch ms. */
interface Beginning extends Pick<CameraEvent, 'id' | 'cameraId' | 'kind' | 'kept' | 'by' | 'note' | 'noteBy'> {
  readonly at: number;
  readonly filmed: boolean;
  /** Why none is made. */
  readonly clipWhy: Reason | null;
}
