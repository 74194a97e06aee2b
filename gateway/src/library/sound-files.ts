import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '../core/errors.ts';

/** The library's files on disk: nothing appears under its name before it is whole and synced. */
export interface SoundFiles {
  original(id: string): string;
  /** Canonical sound, ready to air. */
  aired(id: string): string;
  /** Where canonical sound is made before it is `aired`. */
  draft(id: string): string;
  /** Makes the folders and removes what a power cut left half done. */
  tidy(knownIds: ReadonlySet<string>): Promise<void>;
  /** Where an original is made that nobody sends. */
  originalDraft(id: string): string;
  /** That draft becomes the original. */
  keepOriginal(id: string): Promise<void>;
  /** Stores the body as the original and says its size; on any trouble nothing of it is left. */
  receive(id: string, body: Readable, limits: ReceiveLimits): Promise<number>;
  /** The draft becomes what is aired. */
  publish(id: string): Promise<void>;
  removeDraft(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface ReceiveLimits {
  readonly mostBytes: number;
  /** As the sender announced; null: not known before the end. */
  readonly announcedBytes: number | null;
  readonly onBytes: (received: number) => void;
}

/** Opens a new file for writing; a port so that a test can put a full disk in its place. */
export type OpenNew = (path: string) => Promise<FileHandle>;

export function createSoundFiles(folder: string, openNew: OpenNew = (path) => open(path, 'w')): SoundFiles {
  const incoming = join(folder, 'incoming');
  const originals = join(folder, 'originals');
  const airedFolder = join(folder, 'aired');
  const part = (id: string) => join(incoming, `${id}.part`);
  const draft = (id: string) => join(incoming, `${id}.wav`);
  const original = (id: string) => join(originals, id);
  const aired = (id: string) => join(airedFolder, `${id}.wav`);

  return {
    original,
    aired,
    draft,
    async tidy(knownIds) {
      await rm(incoming, { recursive: true, force: true });
      for (const made of [incoming, originals, airedFolder]) await mkdir(made, { recursive: true });
      for (const name of await readdir(originals)) if (!knownIds.has(name)) await rm(join(originals, name));
      for (const name of await readdir(airedFolder)) {
        if (!knownIds.has(name.replace(/\.wav$/, ''))) await rm(join(airedFolder, name));
      }
    },
    originalDraft: part,
    keepOriginal: (id) => moveDurably(part(id), original(id), originals),
    async receive(id, body, limits) {
      if (limits.announcedBytes !== null) refuseTooLarge(limits.announcedBytes, limits.mostBytes);
      try {
        const received = await write(await openNew(part(id)), body, limits);
        await moveDurably(part(id), original(id), originals);
        return received;
      } catch (error) {
        await rm(part(id), { force: true });
        throw asUploadTrouble(error);
      }
    },
    async publish(id) {
      const file = await open(draft(id), 'r');
      await file.sync().finally(() => file.close());
      await moveDurably(draft(id), aired(id), airedFolder);
    },
    async removeDraft(id) {
      await rm(draft(id), { force: true });
      await rm(part(id), { force: true });
    },
    async remove(id) {
      await rm(original(id), { force: true });
      await rm(aired(id), { force: true });
    },
  };
}

async function write(file: FileHandle, body: Readable, limits: ReceiveLimits): Promise<number> {
  let received = 0;
  try {
    // Not destroyed on a refusal: the connection is still needed to say why.
    for await (const piece of body.iterator({ destroyOnReturn: false })) {
      const bytes = piece as Buffer;
      received += bytes.length;
      refuseTooLarge(received, limits.mostBytes);
      await file.appendFile(bytes);
      limits.onBytes(received);
    }
    if (limits.announcedBytes !== null && received !== limits.announcedBytes) throw interrupted();
    if (received === 0) throw new AppError('recording.empty', 422, 'The file is empty.');
    await file.sync();
    return received;
  } finally {
    await file.close();
  }
}

/** The new name survives a power cut only when its folder is synced too. */
async function moveDurably(from: string, to: string, folder: string): Promise<void> {
  await rename(from, to);
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function refuseTooLarge(bytes: number, mostBytes: number): void {
  if (bytes <= mostBytes) return;
  const megabytes = Math.floor(mostBytes / 1_000_000);
  throw new AppError('recording.too-large', 413, `A recording is at most ${megabytes} MB.`, { params: { megabytes } });
}

function asUploadTrouble(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('storage.full', 507, 'The disk is full: free some space, then upload again.', { cause: error });
  }
  if (code !== undefined && /^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_)/.test(code)) return interrupted(error);
  return error;
}

/** The sender went away in the middle. */
export function interrupted(cause?: unknown): AppError {
  return new AppError('recording.upload-interrupted', 400, 'The connection was lost: upload the file again.', {
    cause,
  });
}
