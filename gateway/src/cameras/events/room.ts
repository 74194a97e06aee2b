import type { Reason } from '../../contract/index.ts';
import type { Clock } from '../../core/clock/clock.ts';
import type { Logger } from '../../core/log.ts';
import { messageOf } from '../../core/errors.ts';
import type { Album } from './album.ts';
import type { CoverageStore } from './coverage-store.ts';
import type { EventSettings } from './event-settings.ts';
import type { EventStore } from './event-store.ts';
import { whatGoes } from './keeping.ts';
import type { CameraEventPorts } from './ports.ts';

export interface RoomParts {
  readonly store: EventStore;
  readonly coverage: CoverageStore;
  readonly album: Pick<Album, 'remove'>;
  readonly settings: EventSettings;
  readonly freeBytes: CameraEventPorts['freeBytes'];
  readonly clockTrusted: CameraEventPorts['clockTrusted'];
  /** So much of the disk stays free for everything else. */
  readonly spareBytes: number;
  readonly say: (id: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

export const megabyte = 1_000_000;
const dayMs = 86_400_000;
/** So many are judged at once: thousands of old ones go a few at a time. */
const atOnce = 500;

/** Keeps the pictures and films of events within their room. */
export function createRoom(parts: RoomParts) {
  const { store, coverage, album, settings, freeBytes, clockTrusted, spareBytes, say, clock, log } = parts;
  let full: Reason | null = null;
  let making: Promise<void> | null = null;

  async function removeWhatMust(): Promise<void> {
    const { days: kept, megabytes } = settings.now();
    // A clock that jumped a year ahead makes nothing old: everything would be gone by the time it is set right.
    const days = clockTrusted() ? kept : Infinity;
    const now = clock.now();
    const { bytes: heldBytes, oldestAt } = await store.held();
    const free = await freeBytes();
    const limits = { now, days, heldBytes, mostBytes: megabytes * megabyte, freeBytes: free, spareBytes };
    const tight = heldBytes > limits.mostBytes || free < spareBytes;
    const old = oldestAt !== null && oldestAt < now - days * dayMs;
    if (tight || old) {
      const going = whatGoes(await store.oldest(atOnce), limits);
      // The row first: a file without one is swept away, a row without its file would promise what is not there.
      for (const id of going.events) {
        await store.remove(id);
        await album.remove(id);
      }
      for (const id of going.media) {
        await store.dropMedia(id);
        await album.remove(id);
        await say(id);
      }
      if (going.events.length + going.media.length > 0) {
        log.info({ events: going.events.length, media: going.media.length }, 'old camera events made room');
      }
    }
    // Also where nothing ever happens, and a line that breaks all day is written down all day.
    if (Number.isFinite(days)) await coverage.forget(now - days * dayMs);
    const left = Math.floor((tight ? await freeBytes() : free) / megabyte);
    full = left * megabyte < spareBytes ? { code: 'camera-event.disk-full', params: { megabytes: left } } : null;
  }

  return {
    /** Why nothing more is kept; null: there is room. */
    full: () => full,
    /** Resolves when there is as much room as can be made. Never rejects. */
    make(): Promise<void> {
      making ??= removeWhatMust()
        .catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'no room could be made for camera events'))
        .finally(() => (making = null));
      return making;
    },
  };
}

export type Room = ReturnType<typeof createRoom>;
