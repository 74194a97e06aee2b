import type {
  CameraEvent,
  CameraEventChange,
  CameraEventQuery,
  CameraEventSettings,
  CameraEventSettingsState,
  CameraGap,
  CameraGapQuery,
  CameraSnapshotInput,
  ChangeEvents,
  PageOf,
} from '../../contract/index.ts';
import type { Changes } from '../../core/changes.ts';
import type { Clock } from '../../core/clock/clock.ts';
import { AppError, notFound } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { dayMs } from '../../core/village-time.ts';
import { fileOf, type Album } from './album.ts';
import type { CoverageStore } from './coverage-store.ts';
import { gapsOf } from './coverage.ts';
import { freshMs } from './event-media.ts';
import type { EventSettings } from './event-settings.ts';
import type { EventStore } from './event-store.ts';
import { keptShare } from './keeping.ts';
import type { Actor, CameraEventPorts } from './ports.ts';
import { megabyte, type Room } from './room.ts';

export interface EventCommandsParts {
  readonly store: EventStore;
  readonly coverage: CoverageStore;
  readonly album: Album;
  readonly settings: EventSettings;
  readonly room: Room;
  readonly ports: Pick<CameraEventPorts, 'camera' | 'cameraIds' | 'still' | 'recording'>;
  /** A person took this picture. */
  readonly addSnapshot: (
    snapshot: Pick<CameraEvent, 'id' | 'cameraId' | 'by' | 'note' | 'noteBy'> & { at: number },
  ) => Promise<boolean>;
  readonly say: (id: string) => Promise<void>;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Pick<Clock, 'now'>;
}

const longestSpanDays = 62;

/** What people ask of the events of cameras. */
export function createEventCommands(parts: EventCommandsParts) {
  const { store, coverage, album, settings, room, ports, addSnapshot, say, changes, clock } = parts;

  async function found(id: string): Promise<CameraEvent> {
    const event = await store.get(id);
    if (!event) throw notFound('camera-event', id);
    return event;
  }

  /** What is kept leaves room for what is new. */
  async function refuseTooMuchKept(): Promise<void> {
    const { keptBytes } = await store.held();
    const megabytes = Math.floor(settings.now().megabytes * keptShare);
    if (keptBytes < megabytes * megabyte) return;
    throw new AppError(
      'camera-event.too-much-kept',
      409,
      `What is kept takes ${megabytes} MB already: let some of it go first, or give camera events more room.`,
      { params: { megabytes } },
    );
  }

  async function state(): Promise<CameraEventSettingsState> {
    const { bytes, keptBytes } = await store.held();
    return { ...settings.now(), heldBytes: bytes, keptBytes, fault: room.full() };
  }

  return {
    list: (query: CameraEventQuery): Promise<PageOf<CameraEvent>> => store.list(query),
    get: found,

    /** When nobody heard what cameras noticed. */
    async gaps({ from, to }: CameraGapQuery): Promise<CameraGap[]> {
      const time = { from: Date.parse(from), to: Date.parse(to), now: clock.now() };
      if (!(time.to > time.from) || time.to - time.from > longestSpanDays * dayMs) {
        throw new AppError(
          'camera-event.bad-range',
          422,
          `From ${from} to ${to} is no span of at most ${longestSpanDays} days.`,
        );
      }
      return gapsOf(await ports.cameraIds(), await coverage.between(time.from, time.to), time);
    },

    /** Where its picture is, a JPEG. */
    still: (id: string): Promise<string> => fileOf(album, id, 'still'),
    /** Where its film is, an MP4. */
    clip: (id: string): Promise<string> => fileOf(album, id, 'film'),

    async change(id: string, { kept, note }: CameraEventChange, actor: Actor): Promise<CameraEvent> {
      const event = await found(id);
      if (kept && !event.kept) await refuseTooMuchKept();
      if (kept !== undefined) await store.setKept(id, kept);
      if (note !== undefined) await store.setNote(id, note?.trim() ?? null, actor.name);
      await say(id);
      return found(id);
    },

    async remove(id: string): Promise<void> {
      await found(id);
      await store.remove(id);
      await album.remove(id);
      changes.emit('camera-event.removed', { id });
    },

    /** Keeps what a camera sees now. Rejects where that is nothing, or old. */
    async snapshot({ cameraId, note }: CameraSnapshotInput, actor: Actor): Promise<CameraEvent> {
      if (!(await ports.camera(cameraId))) throw notFound('camera', cameraId);
      const full = room.full();
      if (full)
        throw new AppError(full.code, 507, 'The disk is full: no picture can be kept.', { params: full.params });
      await refuseTooMuchKept();
      const { jpeg, takenAt } = await ports.still(cameraId);
      const at = clock.now();
      if (takenAt < at - freshMs) {
        throw new AppError(
          'camera-event.old-picture',
          409,
          'The newest picture of this camera is old: none of now was kept.',
        );
      }
      const id = newId();
      await album.saveStill(id, jpeg);
      const words = note?.trim() ?? null;
      await addSnapshot({ id, cameraId, at, by: actor.name, note: words, noteBy: words && actor.name });
      await store.setStill(id, { at: takenAt, bytes: jpeg.length });
      await say(id);
      return found(id);
    },

    settings: state,
    async changeSettings(wanted: CameraEventSettings): Promise<CameraEventSettingsState> {
      const { recordingId } = wanted.warning;
      if (recordingId !== null) await ports.recording(recordingId);
      await settings.change(wanted);
      await room.make();
      return state();
    },
  };
}
