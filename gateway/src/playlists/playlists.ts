import { mkdir, realpath, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ChangeEvents, Playlist, PlaylistInput, Recording } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { freshSlug } from '../core/ids.ts';
import type { Logger } from '../core/log.ts';
import type { Supervisor } from '../core/supervise.ts';
import { writeAtomically } from '../core/write-atomically.ts';
import type { Services } from '../http/ports.ts';
import type { Cue, RecordingsForPlaylists } from '../library/ports.ts';
import { judgeItem, type Entry } from './judge-item.ts';
import { writeM3u8, type Line } from './m3u8.ts';
import type { BeforeChange, CuedPlaylist, PlaylistsForAir, UsedBy } from './ports.ts';
import { resolveItem } from './resolve-item.ts';
import { panelFolder, scan, type FoundPlaylist } from './scan.ts';

export interface PlaylistsDeps {
  readonly library: RecordingsForPlaylists;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly supervisor: Supervisor;
  /** Absolute; made when missing. */
  readonly folder: string;
  readonly usedBy: UsedBy;
  readonly beforeChange: BeforeChange;
}

type PlaylistService = Services['playlists'];

export interface Playlists extends PlaylistService, PlaylistsForAir {
  /** Resolves when the folder has been read once. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Known {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly editable: boolean;
  readonly readable: boolean;
  readonly entries: readonly Entry[];
}

const lookEveryMs = 30_000;

/** The playlists folder as the village sees it: what is in it, what of it can be heard, and the panel's own files. */
export function createPlaylists(deps: PlaylistsDeps): Playlists {
  const { library, changes, clock, log, supervisor, folder, usedBy, beforeChange } = deps;
  const stopping = new AbortController();
  const forget: (() => void)[] = [];
  let known = new Map<string, Known>();
  let lastScan: Promise<void> = Promise.resolve();
  let watcher: Promise<void> = Promise.resolve();

  /** One at a time, in order: each sees the folder as it is after the one before. */
  function look(): Promise<void> {
    const next = lastScan.then(lookOnce);
    lastScan = next.catch(() => undefined);
    return next;
  }

  async function lookOnce(): Promise<void> {
    const root = await realpath(folder);
    const now = new Map<string, Known>();
    for (const found of await scan(root)) now.set(found.id, await understand(found, root));
    const before = known;
    known = now;
    for (const id of before.keys()) if (!now.has(id)) changes.emit('playlist.removed', { id });
    for (const [id, one] of now) {
      if (JSON.stringify(one) !== JSON.stringify(before.get(id))) changes.emit('playlist.changed', await view(one));
    }
  }

  async function understand({ id, file, path, editable, content }: FoundPlaylist, root: string): Promise<Known> {
    const entries: Entry[] = [];
    for (const line of content?.lines ?? []) entries.push(await lookUp(line, path, root));
    const title = content?.title ?? basename(file).replace(/\.m3u8?$/i, '');
    return { id, file, title, editable, readable: content !== null, entries };
  }

  async function lookUp({ uri, title }: Line, playlist: string, root: string): Promise<Entry> {
    const target = await resolveItem(uri, playlist, root);
    switch (target.kind) {
      case 'recording':
        // Its title is the recording's: people rename recordings, not lines.
        return { uri, title: null, recordingId: target.recordingId, problem: null };
      case 'file': {
        const name = title ?? basename(target.path).replace(/\.[a-z0-9]{1,5}$/i, '');
        const recordingId = await library.adopt({ ...target, title: name });
        return { uri, title: name, recordingId, problem: null };
      }
      case 'problem':
        return {
          uri,
          title: title ?? basename(uri.replaceAll('\\', '/')),
          recordingId: null,
          problem: target.problem,
        };
    }
  }

  async function view(one: Known): Promise<Playlist> {
    const recordings = await library.find(one.entries.flatMap(({ recordingId }) => recordingId ?? []));
    const items = one.entries.map((entry) => judgeItem(entry, recordings));
    const durationMs = items.reduce((sum, item) => sum + (item.durationMs ?? 0), 0);
    return { id: one.id, title: one.title, file: one.file, editable: one.editable, durationMs, items };
  }

  function named(id: string): Known {
    const one = known.get(id);
    if (!one) throw notFound('playlist', id);
    return one;
  }

  function editable(id: string): Known {
    const one = named(id);
    if (one.editable) return one;
    throw new AppError(
      'playlist.read-only',
      409,
      `The playlist '${one.title}' is a file somebody put there; edit it.`,
      {
        params: { title: one.title, file: one.file },
      },
    );
  }

  const containing = (recordingId: string) =>
    [...known.values()].filter(({ entries }) => entries.some((entry) => entry.recordingId === recordingId));

  async function sayContaining(recordingId: string): Promise<void> {
    for (const one of containing(recordingId)) changes.emit('playlist.changed', await view(one));
  }

  async function save(
    file: string,
    { title, recordingIds }: PlaylistInput,
    beforeWriting: () => Promise<void> = async () => undefined,
  ): Promise<Playlist> {
    const recordings = await library.find(recordingIds);
    const items = recordingIds.map((recordingId) => {
      const recording = recordings.get(recordingId);
      if (!recording) throw notFound('recording', recordingId);
      return { uri: `recording:${recordingId}`, title: recording.title, durationMs: recording.durationMs };
    });
    await beforeWriting();
    await writeAtomically(join(folder, file), writeM3u8(title, items));
    await look();
    const saved = [...known.values()].find((one) => one.file === file);
    if (!saved) throw new Error(`the playlist just written is not there: ${file}`);
    return view(saved);
  }

  async function list(): Promise<Playlist[]> {
    return Promise.all([...known.values()].map(view));
  }

  const settled = ({ id, state }: Recording) => {
    if (state === 'ready' || state === 'failed') sayContaining(id).catch(unsaid);
  };
  const unsaid = (error: unknown) => log.warn({ err: error }, 'change of a playlist not announced');

  return {
    async start() {
      await mkdir(folder, { recursive: true });
      await look();
      forget.push(
        changes.on('recording.changed', settled),
        changes.on('recording.removed', ({ id }) => void sayContaining(id).catch(unsaid)),
      );
      supervisor.start('playlists', (signal) => {
        watcher = watchFolder(AbortSignal.any([signal, stopping.signal]));
        return watcher;
      });
    },
    async stop() {
      stopping.abort(new Error('stopping'));
      for (const cancel of forget.splice(0)) cancel();
      await watcher.catch(() => undefined);
      await lastScan;
    },

    list,
    get: async (id) => view(named(id)),
    create(input) {
      const taken = [...known.values()].map(({ file }) => basename(file, '.m3u8'));
      return save(`${panelFolder}/${freshSlug(input.title, taken, 'danh-sach')}.m3u8`, input);
    },
    async change(id, input, actor) {
      const { file, entries } = editable(id);
      const isSame = entries.map(({ recordingId }) => recordingId).join() === input.recordingIds.join();
      return save(file, input, async () => {
        // Before, not after: killed between the two, the gateway asks for a word too many rather than one too few.
        if (!isSame) await beforeChange(id, actor);
      });
    },
    async remove(id) {
      const { title, file } = editable(id);
      const users = await usedBy(id);
      if (users.length > 0) {
        const where = users.map((user) => user.title).join(', ');
        throw new AppError('playlist.in-use', 409, `The playlist '${title}' is still used in: ${where}.`, {
          params: { title, where, count: users.length },
        });
      }
      await rm(join(folder, file), { force: true });
      await look();
    },
    async rescan() {
      await look();
      return list();
    },

    async cue(id): Promise<CuedPlaylist> {
      const { title, items } = await view(named(id));
      const cued = await Promise.all(items.map((item) => cueItem(library, item)));
      const durationMs = cued.reduce((sum, item) => sum + ('path' in item ? item.durationMs : 0), 0);
      return { title, durationMs, items: cued };
    },
    async describe(id) {
      const one = named(id);
      const { title, items, durationMs } = await view(one);
      const audible = items.some(({ problem }) => problem === null);
      const code = one.readable ? 'playlist.nothing-to-air' : 'playlist.unreadable';
      const problem = audible ? null : { code, params: { title, file: one.file } };
      return { title, durationMs, recordingIds: items.map(({ recordingId }) => recordingId), problem };
    },
    usedBy: async (recordingId) => containing(recordingId).map(({ title }) => ({ kind: 'playlist' as const, title })),
  };

  async function watchFolder(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(lookEveryMs, signal).catch(() => undefined);
      if (!signal.aborted) await look();
    }
  }
}

async function cueItem(
  library: RecordingsForPlaylists,
  { title, recordingId, problem }: Playlist['items'][number],
): Promise<CuedPlaylist['items'][number]> {
  if (problem || recordingId === null)
    return { title, problem: problem ?? { code: 'playlist.item-missing', params: {} } };
  return library.cue(recordingId).then(
    (cue): Cue => ({ ...cue, title }),
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return { title, problem: { code: error.code, params: { ...error.params } } };
    },
  );
}
