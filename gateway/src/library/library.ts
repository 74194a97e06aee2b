import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ChangeEvents, Peaks, Recording, RecordingUploadQuery } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Logger } from '../core/log.ts';
import type { Supervisor } from '../core/supervise.ts';
import type { Services } from '../http/ports.ts';
import type { Media } from '../media/ports.ts';
import type { Storage } from '../storage/storage.ts';
import { titleOf } from './intake-rules.ts';
import type { Cue, Reading, RecordingsForPlaylists, Speak, UsedBy } from './ports.ts';
import type { Step } from './prepare.ts';
import { createProcessing } from './processing.ts';
import { createRecordingStore, type StoredRecording } from './recording-store.ts';
import { createSoundFiles, type OpenNew } from './sound-files.ts';
import { createUploads } from './uploads.ts';

export interface LibraryDeps {
  readonly storage: Storage;
  readonly media: Media;
  readonly speak: Speak;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly supervisor: Supervisor;
  /** Absolute; made when missing. */
  readonly folder: string;
  readonly usedBy: UsedBy;
  readonly mostBytes?: number;
  readonly openNew?: OpenNew;
}

type RecordingService = Services['recordings'];

export interface Library extends RecordingService, RecordingsForPlaylists {
  /** A recording that is spoken in the background. The same id again is the same again. */
  speak(spoken: { id: string; title: string; reading: Reading; createdBy: string }): Promise<Recording>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const mostBytesDefault = 500_000_000;
/** Progress is said at most this often. */
const sayEveryMs = 250;

/** Recordings: stored as they come, made airable in the background, handed out as canonical sound. */
export function createLibrary(deps: LibraryDeps): Library {
  const { storage, media, changes, clock, log, supervisor, usedBy, mostBytes = mostBytesDefault } = deps;
  const store = createRecordingStore(storage);
  const files = createSoundFiles(deps.folder, deps.openNew);
  const stopping = new AbortController();
  const inTurn = createTurns();
  let worker: Promise<void> = Promise.resolve();
  let underWay: { id: string; step: Step; progress: number } | null = null;
  let lastSaidAt = Number.NEGATIVE_INFINITY;

  const now = () => new Date(clock.now()).toISOString();

  /** As the panel sees it: with what is being done to it now. */
  function view(stored: StoredRecording): Recording {
    const { sourcePath: _path, sourceStamp: _stamp, reading: _reading, ...recording } = stored;
    if (recording.state !== 'processing') return recording;
    if (underWay?.id === recording.id) return { ...recording, step: underWay.step, progress: underWay.progress };
    if (media.present()) return recording;
    return { ...recording, problem: { code: 'media.ffmpeg-missing', params: { program: 'ffmpeg' } } };
  }

  function say(recording: Recording): void {
    lastSaidAt = clock.monotonic();
    changes.emit('recording.changed', recording);
  }

  function sayProgress(recording: Recording): void {
    if (clock.monotonic() - lastSaidAt >= sayEveryMs) say(recording);
  }

  async function stored(id: string): Promise<StoredRecording> {
    const found = await store.get(id);
    if (!found) throw notFound('recording', id);
    return found;
  }

  const processing = createProcessing({
    store,
    files,
    media,
    speak: deps.speak,
    clock,
    log,
    onStep(recording, step, progress) {
      const begins = underWay?.id !== recording.id || underWay.step !== step;
      underWay = { id: recording.id, step, progress };
      if (begins) say(view(recording));
      else sayProgress(view(recording));
    },
    async onSettled(id) {
      underWay = null;
      const settled = await store.get(id);
      if (settled) say(view(settled));
    },
  });

  async function keep(recording: Recording): Promise<Recording> {
    await store.add({ ...recording, sourcePath: null, sourceStamp: null, reading: null });
    const kept = view(await stored(recording.id));
    say(kept);
    processing.wake();
    return kept;
  }

  const uploads = createUploads({ files, clock, mostBytes, keep, say, sayProgress, changes });

  /** Canonical files may be gone (a restored database without its sounds): they can be made again. */
  async function requeueLost(): Promise<void> {
    for (const { id, state } of await store.files()) {
      if (state !== 'ready') continue;
      await access(files.aired(id)).catch(() => store.requeue(id, now()));
    }
  }

  async function cue(id: string): Promise<Cue> {
    const { title, state, durationMs } = await stored(id);
    if (state !== 'ready' || durationMs === null) {
      throw new AppError('recording.not-ready', 409, `The recording '${title}' cannot be aired: it is ${state}.`, {
        params: { title, state },
      });
    }
    const path = files.aired(id);
    await access(path).catch((error: unknown) => {
      throw new AppError('recording.file-missing', 404, `The sound of '${title}' is gone; restart the gateway.`, {
        cause: error,
        params: { title },
      });
    });
    return { title, path, durationMs };
  }

  return {
    async start() {
      const known = await store.files();
      await files.tidy(new Set(known.map(({ id }) => id)));
      await store.requeueMachineFailures(now());
      await requeueLost();
      supervisor.start('recordings', (signal) => {
        worker = processing.run(AbortSignal.any([signal, stopping.signal]));
        return worker;
      });
    },
    async stop() {
      stopping.abort(new Error('stopping'));
      await uploads.stop();
      await worker.catch(() => undefined);
    },

    async list(query) {
      const page = await store.page(query);
      const begun = query.cursor === undefined ? uploads.list() : [];
      return { items: [...begun, ...page.items.map(view)], next: page.next };
    },
    async get(id) {
      return uploads.get(id) ?? view(await stored(id));
    },
    async upload(query, body, sizeBytes, actor) {
      const id = query.id ?? newId();
      // The same id again is the same upload again: by a person who pressed twice, or a phone that lost the answer.
      const known = await store.get(id);
      if (!known) return uploads.begin(begun(id, query, actor.name, now()), body, sizeBytes);
      body.resume();
      return view(known);
    },
    speak: ({ id, title, reading, createdBy }) =>
      inTurn(async () => {
        const known = await store.get(id);
        if (known) return view(known);
        const origin = { source: 'speech', fileName: '', sourcePath: null, sourceStamp: null, reading } as const;
        await store.add({ id, title, ...origin, sizeBytes: 0, createdAt: now(), createdBy });
        const kept = view(await stored(id));
        say(kept);
        processing.wake();
        return kept;
      }),
    async change(id, change) {
      const { title, purpose } = { ...(await stored(id)), ...change };
      await store.change(id, { title: title.trim(), purpose });
      const changed = view(await stored(id));
      say(changed);
      return changed;
    },
    async remove(id) {
      const { title } = await stored(id);
      const users = await usedBy(id);
      if (users.length > 0) {
        const where = users.map((user) => user.title).join(', ');
        throw new AppError('recording.in-use', 409, `The recording '${title}' is still used in: ${where}.`, {
          params: { title, where, count: users.length },
        });
      }
      // The row goes first: a file without a row is removed at the next start, a row without a file is a fault.
      await store.remove(id);
      processing.abandon(id);
      await files.remove(id);
      changes.emit('recording.removed', { id });
    },
    async peaks(id): Promise<Peaks> {
      await cue(id);
      return { peaks: [...((await store.peaks(id)) ?? [])] };
    },
    audioFile: async (id) => (await cue(id)).path,

    cue,
    async cueNewest(purpose) {
      const [newest] = await store.readyFor(purpose);
      return newest ? cue(newest.id) : null;
    },
    async durations(ids) {
      const ready = (await store.getMany(ids)).filter(({ state }) => state === 'ready');
      return new Map(ready.map(({ id, durationMs }) => [id, durationMs ?? 0]));
    },
    async find(ids) {
      return new Map((await store.getMany(ids)).map((found) => [found.id, view(found)]));
    },
    async adopt({ path, title, stamp, sizeBytes }) {
      const known = await store.getBySourcePath(path);
      if (known?.sourceStamp === stamp) return known.id;
      const id = known?.id ?? newId();
      if (known) {
        await store.requeue(id, now(), { stamp, sizeBytes });
        processing.abandon(id);
      } else {
        await store.add({
          id,
          title,
          fileName: basename(path),
          source: 'playlist-folder',
          sourcePath: path,
          sourceStamp: stamp,
          reading: null,
          sizeBytes,
          createdAt: now(),
          createdBy: null,
        });
      }
      say(view(await stored(id)));
      processing.wake();
      return id;
    },
  };
}

function begun(id: string, query: RecordingUploadQuery, createdBy: string, createdAt: string): Recording {
  const fileName = basename(query.fileName.replaceAll('\\', '/'));
  return {
    id,
    title: query.title?.trim() || titleOf(fileName),
    fileName,
    source: 'upload',
    text: null,
    state: 'uploading',
    step: 'upload',
    progress: 0,
    sizeBytes: 0,
    durationMs: null,
    format: null,
    loudness: null,
    problem: null,
    purpose: null,
    createdAt,
    createdBy,
  };
}
