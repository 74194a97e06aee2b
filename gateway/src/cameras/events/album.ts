import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notFound } from '../../core/errors.ts';

/** The pictures and films of events: one folder, named by the event. What is not whole yet ends in `.part`. */
export interface Album {
  /** Makes the folder, and throws away what a power cut left unfinished and what no event knows of. */
  start(known: readonly { readonly id: string; readonly what: Medium }[]): Promise<void>;
  /** Of this event there is such a file. */
  has(id: string, what: Medium): Promise<boolean>;
  /** Where it is. */
  path(id: string, what: Medium): string;
  saveStill(id: string, jpeg: Buffer): Promise<void>;
  /** A film that nobody sees before it is whole. */
  beginFilm(id: string): Promise<FilmFile>;
  /** Both, or one of them. Safe when there is none. */
  remove(id: string, what?: Medium): Promise<void>;
}

export type Medium = 'still' | 'film';

export interface FilmFile {
  write(bytes: Buffer): Promise<void>;
  /** Makes it whole: `head` takes the place of as many bytes that were written first. */
  finish(head: Buffer): Promise<void>;
  /** Leaves nothing of it. Safe twice, and after `finish`. */
  discard(): Promise<void>;
}

const endings: Record<Medium, string> = { still: '.jpg', film: '.mp4' };
const unfinished = '.part';

export function createAlbum(folder: string): Album {
  const path = (id: string, what: Medium) => join(folder, id + endings[what]);

  return {
    path,
    async start(known) {
      await mkdir(folder, { recursive: true });
      const paths = new Set(known.map(({ id, what }) => path(id, what)));
      for (const name of await readdir(folder)) {
        if (!paths.has(join(folder, name))) await rm(join(folder, name), { force: true, recursive: true });
      }
    },
    has: (id, what) =>
      stat(path(id, what)).then(
        ({ size }) => size > 0,
        () => false,
      ),
    async saveStill(id, jpeg) {
      const part = path(id, 'still') + unfinished;
      try {
        await writeFile(part, jpeg, { flush: true });
        await rename(part, path(id, 'still'));
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    async beginFilm(id) {
      const part = path(id, 'film') + unfinished;
      const file = await open(part, 'w');
      let at = 0;
      let over = false;
      async function discard(): Promise<void> {
        if (over) return;
        over = true;
        await file.close();
        await rm(part, { force: true });
      }
      return {
        discard,
        async write(bytes) {
          await writeAll(bytes, at);
          at += bytes.length;
        },
        async finish(head) {
          await writeAll(head, 0);
          await file.sync();
          over = true;
          await file.close();
          await rename(part, path(id, 'film'));
        },
      };

      async function writeAll(bytes: Buffer, position: number): Promise<void> {
        for (let done = 0; done < bytes.length;) {
          const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
          done += bytesWritten;
        }
      }
    },
    async remove(id, what) {
      for (const medium of what ? [what] : (Object.keys(endings) as Medium[])) {
        await rm(path(id, medium), { force: true });
      }
    },
  };
}

/** Where something of an event is to be read. Rejects with the `not-found` of it. */
export async function fileOf(album: Album, id: string, what: Medium): Promise<string> {
  if (!(await album.has(id, what))) throw notFound(what === 'still' ? 'camera-still' : 'camera-clip', id);
  return album.path(id, what);
}
