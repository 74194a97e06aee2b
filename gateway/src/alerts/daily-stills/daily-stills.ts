import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Camera, ChangeEvents, DailyStills } from '../../contract/index.ts';
import type { Changes } from '../../core/changes.ts';
import type { Cancel, Clock } from '../../core/clock/clock.ts';
import { AppError, messageOf } from '../../core/errors.ts';
import { createTurns } from '../../core/in-turn.ts';
import type { Logger } from '../../core/log.ts';
import { toLocal } from '../../core/village-time.ts';
import type { CamerasNow, CameraStill } from '../ports.ts';
import { isDue } from './due.ts';
import { createStillFiles } from './still-files.ts';

export interface DailyStillParts {
  readonly folder: string;
  readonly cameras: CamerasNow;
  readonly still: CameraStill;
  readonly changes: Changes<ChangeEvents>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timeZone: string;
}

const lookMs = 60_000;

/** Keeps one picture of each camera a day, so that one that somebody turned is seen beside how it was put up. */
export function createDailyStills({ folder, cameras, still, changes, clock, log, timeZone }: DailyStillParts) {
  const files = createStillFiles(folder);
  const inTurn = createTurns();
  /** Camera id → which device it is, since that was said. */
  const devices = new Map<string, string>();
  let looking = false;
  let cancels: Cancel[] = [];

  const iso = (at: number) => new Date(at).toISOString();

  /** One after the other: making pictures takes the time of what sounds. Never rejects. */
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      for (const camera of await cameras()) {
        const now = toLocal(clock.now(), timeZone);
        if (!isDue(camera, await files.days(camera.id), now)) continue;
        await take(camera.id, now.date);
      }
    } finally {
      looking = false;
    }
  }

  async function take(cameraId: string, date: string): Promise<void> {
    try {
      const { jpeg, takenAt } = await still(cameraId);
      await inTurn(() => files.save(cameraId, date, jpeg, takenAt));
    } catch (error) {
      const known = error instanceof AppError;
      log[known ? 'debug' : 'warn']({ cameraId, reason: messageOf(error) }, 'no picture of the day yet');
    }
  }

  /** How another device was put up says nothing of this one; the same one at another address is as it was. */
  function recognise(camera: Camera): void {
    const device = deviceOf(camera);
    if (device === null) return;
    const before = devices.get(camera.id);
    devices.set(camera.id, device);
    if (before !== undefined && before !== device) forget(camera.id);
  }

  function forget(id: string): void {
    inTurn(() => files.remove(id)).catch((error: unknown) => log.warn({ err: error }, 'pictures are left behind'));
  }

  return {
    commands: {
      async list(cameraId: string): Promise<DailyStills> {
        const installedAt = await files.takenAt(cameraId, 'installed');
        const days = await Promise.all(
          (await files.days(cameraId)).map(async (date) => ({ date, at: await files.takenAt(cameraId, date) })),
        );
        return {
          installedAt: installedAt === null ? null : iso(installedAt),
          days: days.flatMap(({ date, at }) => (at === null ? [] : [{ date, takenAt: iso(at) }])),
        };
      },

      open: async (cameraId: string, name: string): Promise<Readable> =>
        createReadStream(await files.find(cameraId, name)),

      async install(cameraId: string, date: string): Promise<void> {
        await inTurn(() => files.install(cameraId, date));
      },
    },

    async start(): Promise<void> {
      const present = await cameras();
      await files.tidy(new Set(present.map(({ id }) => id)));
      for (const camera of present) recognise(camera);
      cancels = [
        changes.on('camera.changed', recognise),
        changes.on('camera.removed', ({ id }) => {
          devices.delete(id);
          forget(id);
        }),
        clock.every(lookMs, () => void look().catch((error: unknown) => log.warn({ err: error }, 'no pictures kept'))),
      ];
    },

    stop(): void {
      for (const cancel of cancels) cancel();
    },
  };
}

/** By what it says of itself; where it has no number of its own, by where it is. null: it was not reached yet. */
function deviceOf({ facts, host, port }: Camera): string | null {
  if (!facts) return null;
  const { manufacturer, model, serial } = facts;
  return JSON.stringify([manufacturer, model, serial === '' ? `${host}:${port}` : serial]);
}
