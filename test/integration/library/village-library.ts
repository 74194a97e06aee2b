import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangeEvents, Recording } from '../../../gateway/src/contract/index.ts';
import { createChanges } from '../../../gateway/src/core/changes.ts';
import { createSystemClock } from '../../../gateway/src/core/clock/system-clock.ts';
import { createSupervisor } from '../../../gateway/src/core/supervise.ts';
import { createLibrary, type LibraryDeps } from '../../../gateway/src/library/library.ts';
import { createMedia } from '../../../gateway/src/media/media.ts';
import { createEspeak } from '../../../gateway/src/speech/engines/espeak.ts';
import { createVoices } from '../../../gateway/src/speech/voices.ts';
import { openStorage } from '../../../gateway/src/storage/migrate.ts';
import { quietLog } from '../../support/quiet-log.ts';

const clock = createSystemClock();
export const announcer = { id: 'u1', login: 'lan', name: 'Lan', roles: ['announcer' as const] };

/** A real library on a real database and the real ffmpeg, in a folder of its own that outlives restarts. */
export async function openLibrary(
  settings: Partial<Pick<LibraryDeps, 'mostBytes' | 'openNew' | 'usedBy' | 'media' | 'speak'>> & { home?: string } = {},
) {
  const { home = await mkdtemp(join(tmpdir(), 'loa-thon-library-')), ...rest } = settings;
  const folder = join(home, 'recordings');
  const storage = await openStorage(
    { file: join(home, 'db.sqlite'), backups: join(home, 'backups'), migrations: join('gateway', 'migrations') },
    quietLog,
  );
  const changes = createChanges<ChangeEvents>();
  const supervisor = createSupervisor({ clock, log: quietLog });
  const media = createMedia({ clock, log: quietLog });
  const usedBy = async () => [];
  const speak = createVoices({ engines: [createEspeak({ clock })], log: quietLog }).speak;
  const library = createLibrary({
    storage,
    media,
    speak,
    changes,
    clock,
    log: quietLog,
    supervisor,
    usedBy,
    folder,
    ...rest,
  });

  const said: Recording[] = [];
  changes.listen((name, payload) => {
    if (name === 'recording.changed') said.push(payload as Recording);
  });

  /** Waits for what the library says of a recording, past or to come. */
  async function until(id: string, holds: (recording: Recording) => boolean): Promise<Recording> {
    let forget = () => undefined as void;
    const toCome = new Promise<Recording>((resolve) => {
      forget = changes.listen((name, payload) => {
        const recording = payload as Recording;
        if (name === 'recording.changed' && recording.id === id && holds(recording)) resolve(recording);
      });
    });
    const now = await library.get(id).catch(() => null);
    return (now && holds(now) ? Promise.resolve(now) : toCome).finally(forget);
  }

  return {
    home,
    folder,
    library,
    changes,
    storage,
    supervisor,
    said,
    until,
    settled: (id: string) => until(id, ({ state }) => state === 'ready' || state === 'failed'),
    /** Every file the library keeps, by folder. */
    async files(): Promise<string[]> {
      const found = await readdir(folder, { recursive: true, withFileTypes: true });
      return found.filter((entry) => entry.isFile()).map((entry) => entry.name);
    },
    async close() {
      await library.stop();
      await supervisor.stop();
      await storage.close();
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

export type VillageLibrary = Awaited<ReturnType<typeof openLibrary>>;
