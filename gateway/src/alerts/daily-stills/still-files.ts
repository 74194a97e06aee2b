import { copyFile, mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notFound } from '../../core/errors.ts';

const most = 31;
const installed = 'installed';

/** A folder for each camera: `2026-11-26.jpg`, dated by when it was taken, and `installed.jpg`. What is not whole ends in `.part`. */
export function createStillFiles(folder: string) {
  const folderOf = (cameraId: string) => join(folder, cameraId);
  const path = (cameraId: string, name: string) => join(folderOf(cameraId), `${name}.jpg`);

  async function takenAt(cameraId: string, name: string): Promise<number | null> {
    return stat(path(cameraId, name)).then(
      ({ mtimeMs }) => Math.round(mtimeMs),
      () => null,
    );
  }

  /** The newest first. */
  async function days(cameraId: string): Promise<string[]> {
    const names = await readdir(folderOf(cameraId)).catch(() => []);
    return names
      .filter((name) => /^\d{4}-\d\d-\d\d\.jpg$/.test(name))
      .map((name) => name.slice(0, 10))
      .sort()
      .reverse();
  }

  return {
    days,
    takenAt,

    /** Where it is. Throws `daily-still.not-found`. */
    async find(cameraId: string, name: string): Promise<string> {
      if ((await takenAt(cameraId, name)) === null) throw notFound('daily-still', name);
      return path(cameraId, name);
    },

    /** The first of all is what others are compared with. */
    async save(cameraId: string, date: string, jpeg: Buffer, at: number): Promise<void> {
      await mkdir(folderOf(cameraId), { recursive: true });
      const part = `${path(cameraId, date)}.part`;
      try {
        await writeFile(part, jpeg, { flush: true });
        await utimes(part, at / 1_000, at / 1_000);
        await rename(part, path(cameraId, date));
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
      if ((await takenAt(cameraId, installed)) === null) await this.install(cameraId, date);
      for (const old of (await days(cameraId)).slice(most)) await rm(path(cameraId, old), { force: true });
    },

    /** From now on others are compared with that day's. Throws `daily-still.not-found`. */
    async install(cameraId: string, date: string): Promise<void> {
      const at = await takenAt(cameraId, date);
      if (at === null) throw notFound('daily-still', date);
      const part = `${path(cameraId, installed)}.part`;
      await copyFile(path(cameraId, date), part);
      await utimes(part, at / 1_000, at / 1_000);
      await rename(part, path(cameraId, installed));
    },

    async remove(cameraId: string): Promise<void> {
      await rm(folderOf(cameraId), { recursive: true, force: true });
    },

    /** Of cameras that are no more, and what a power cut left unfinished. */
    async tidy(cameraIds: ReadonlySet<string>): Promise<void> {
      await mkdir(folder, { recursive: true });
      for (const id of await readdir(folder)) {
        if (!cameraIds.has(id)) await rm(join(folder, id), { recursive: true, force: true });
        else {
          const names = await readdir(folderOf(id));
          for (const name of names) if (name.endsWith('.part')) await rm(join(folderOf(id), name), { force: true });
        }
      }
    },
  };
}
