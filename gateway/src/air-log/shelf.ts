import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { opusDurationMs, tailBytes } from './ogg.ts';
import { segmentName, startOfSegment, type Segment } from './segments.ts';

/**
 * The segments on the disk, a folder for each output. The folder is the truth: there is no table that a power cut could
 * leave at odds with it.
 */
export interface Shelf {
  /** Looks at everything that is there. */
  start(): Promise<void>;
  list(): readonly Segment[];
  /** Where a segment is. */
  path(segment: Pick<Segment, 'outputId' | 'startAt'>): string;
  /** Makes room for a segment that begins now. */
  begin(outputId: string, startAt: number): Promise<string>;
  /** It holds sound until then. */
  grow(outputId: string, startAt: number, endAt: number): void;
  /** It is done: what it really holds is read from it. An empty one is removed. */
  finish(outputId: string, startAt: number): Promise<void>;
  /** How large those are that still grow. */
  measure(): Promise<void>;
  remove(segment: Segment): Promise<void>;
}

export function createShelf(folder: string): Shelf {
  const segments = new Map<string, Segment>();
  const path = ({ outputId, startAt }: Pick<Segment, 'outputId' | 'startAt'>) =>
    join(folder, outputId, segmentName(startAt));

  async function look(outputId: string, startAt: number): Promise<Segment> {
    const { durationMs, bytes } = await readLength(path({ outputId, startAt }));
    return { outputId, startAt, endAt: startAt + durationMs, bytes, open: false };
  }

  return {
    path,
    list: () => [...segments.values()],
    async start() {
      await mkdir(folder, { recursive: true });
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        if (!entry.isDirectory()) continue;
        for (const name of await readdir(join(folder, entry.name))) {
          const startAt = startOfSegment(name);
          if (startAt === null) continue;
          // A file that the disk does not give back is not heard again; the village's day begins all the same.
          const segment = await look(entry.name, startAt).catch(() => null);
          if (segment) segments.set(path(segment), segment);
        }
      }
    },
    async begin(outputId, startAt) {
      const file = path({ outputId, startAt });
      await mkdir(join(folder, outputId), { recursive: true });
      segments.set(file, { outputId, startAt, endAt: startAt, bytes: 0, open: true });
      return file;
    },
    grow(outputId, startAt, endAt) {
      const file = path({ outputId, startAt });
      const segment = segments.get(file);
      if (segment) segments.set(file, { ...segment, endAt });
    },
    async finish(outputId, startAt) {
      const file = path({ outputId, startAt });
      const segment = await look(outputId, startAt).catch(() => null);
      if (segment && segment.endAt > segment.startAt) return void segments.set(file, segment);
      segments.delete(file);
      await rm(file, { force: true });
    },
    async measure() {
      for (const [file, segment] of segments) {
        if (!segment.open) continue;
        const { size } = await stat(file).catch(() => ({ size: 0 }));
        const now = segments.get(file);
        if (now?.open) segments.set(file, { ...now, bytes: size });
      }
    },
    async remove(segment) {
      await rm(path(segment), { force: true });
      segments.delete(path(segment));
    },
  };
}

const usualTailBytes = 8_192;

/** What cannot be played is on the shelf as long as nothing, so that its room is got back with the oldest. */
async function readLength(path: string): Promise<{ durationMs: number; bytes: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(Math.min(512, size));
    await file.read(head, 0, head.length, 0);
    // As it is written a page takes 2 kB; only of one that was cut off, or is not ours, more is looked at.
    for (const bytes of [usualTailBytes, tailBytes]) {
      const tail = Buffer.alloc(Math.min(bytes, size));
      await file.read(tail, 0, tail.length, size - tail.length);
      const durationMs = opusDurationMs(head, tail);
      if (durationMs > 0) return { durationMs, bytes: size };
    }
    return { durationMs: 0, bytes: size };
  } finally {
    await file.close();
  }
}
