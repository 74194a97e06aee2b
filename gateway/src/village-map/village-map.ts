import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ChangeEvents, MapPicture, VillageMap } from '../contract/index.ts';
import type { Changes } from '../core/changes.ts';
import type { Clock } from '../core/clock/clock.ts';
import { AppError, notFound } from '../core/errors.ts';
import { createTurns } from '../core/in-turn.ts';
import type { Logger } from '../core/log.ts';
import { writeAtomically } from '../core/write-atomically.ts';
import { judgePicture, mostBytes } from './judge-picture.ts';
import type { Settings } from './ports.ts';

export interface VillageMapParts {
  /** Of the picture's file. */
  readonly folder: string;
  readonly settings: Settings;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
}

const pictureKey = 'village-map.picture';

/** The picture that lies under the cameras and zones of the map; see README.md. */
export function createVillageMap({ folder, settings, changes, clock, log }: VillageMapParts) {
  let picture: MapPicture | null = null;
  const inTurn = createTurns();
  const pathOf = (id: string) => join(folder, id);

  /** From here on it is the one; then what is in its folder besides goes. */
  async function choose(chosen: MapPicture | null): Promise<VillageMap> {
    await settings.set(pictureKey, JSON.stringify(chosen));
    picture = chosen;
    changes.emit('village-map.changed', { picture });
    await tidy();
    return { picture };
  }

  async function tidy(): Promise<void> {
    await mkdir(folder, { recursive: true });
    for (const name of await readdir(folder)) {
      if (name !== picture?.id) await rm(pathOf(name), { force: true, recursive: true });
    }
  }

  function find(id: string): MapPicture {
    if (picture?.id !== id) throw notFound('map-picture', id);
    return picture;
  }

  return {
    commands: {
      get: (): VillageMap => ({ picture }),

      /** Puts the picture that is the body in the place of the former; whatever is wrong with it, that one stays. */
      async put(body: Readable, announcedBytes: number | null, by: string): Promise<VillageMap> {
        const bytes = await receive(body, announcedBytes);
        const judged = judgePicture(bytes);
        const id = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
        return inTurn(async () => {
          await writeAtomically(pathOf(id), bytes);
          return choose({ id, ...judged, bytes: bytes.length, at: new Date(clock.now()).toISOString(), by });
        });
      },

      open(id: string): { readonly picture: MapPicture; readonly read: () => Readable } {
        return { picture: find(id), read: () => createReadStream(pathOf(id)) };
      },

      remove: (id: string): Promise<void> =>
        inTurn(async () => {
          find(id);
          await choose(null);
        }),
    },

    async start(): Promise<void> {
      const kept = JSON.parse((await settings.get(pictureKey)) ?? 'null') as MapPicture | null;
      const size = kept && (await stat(pathOf(kept.id)).catch(() => null))?.size;
      if (kept && size !== kept.bytes) log.warn({ pictureId: kept.id }, 'the picture of the map is gone from the disk');
      picture = kept && size === kept.bytes ? kept : null;
      await tidy();
    },
  };
}

/** The whole body, in memory: it is small, and nothing of it is kept before it is judged. */
async function receive(body: Readable, announcedBytes: number | null): Promise<Buffer> {
  // It may fail before anybody reads it; unheard, that would end the process.
  body.on('error', () => undefined);
  const pieces: Buffer[] = [];
  let received = 0;
  try {
    refuseTooLarge(announcedBytes ?? 0);
    // Not destroyed on a refusal: the connection is still needed to say why.
    for await (const piece of body.iterator({ destroyOnReturn: false })) {
      pieces.push(piece as Buffer);
      received += (piece as Buffer).length;
      refuseTooLarge(received);
    }
  } catch (error) {
    // Unread, the rest would stand before the next request on this connection (RFC 9112 §9.3).
    body.resume();
    throw error;
  }
  return Buffer.concat(pieces);
}

function refuseTooLarge(bytes: number): void {
  if (bytes <= mostBytes) return;
  const megabytes = mostBytes / 1_000_000;
  throw new AppError('map-picture.too-large', 413, `A picture is at most ${megabytes} MB.`, { params: { megabytes } });
}
