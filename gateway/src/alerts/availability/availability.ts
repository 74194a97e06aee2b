import type { Camera, CameraMonths, ChangeEvents } from '../../contract/index.ts';
import type { Changes } from '../../core/changes.ts';
import type { Cancel, Clock } from '../../core/clock/clock.ts';
import { createTurns } from '../../core/in-turn.ts';
import type { Logger } from '../../core/log.ts';
import { spanOf } from '../../core/month.ts';
import { dayMs } from '../../core/village-time.ts';
import type { CamerasNow } from '../ports.ts';
import { monthAsCsv } from './month-csv.ts';
import { monthOfCameras } from './month.ts';
import { stateOf, type Turn } from './turns.ts';
import type { TurnStore } from './turn-store.ts';

export interface AvailabilityParts {
  readonly store: TurnStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly changes: Changes<ChangeEvents>;
  readonly cameras: CamerasNow;
  readonly timeZone: string;
  readonly clockTrusted: () => boolean;
}

/** What a power cut may leave unknown. */
const beatMs = 60_000;
const steppedMs = 10_000;
const keptMs = 800 * dayMs;

/** Writes down how each camera is from when on, and makes the sheet of a month of it. */
export function createAvailability(parts: AvailabilityParts) {
  const { store, clock, log, changes, cameras, timeZone, clockTrusted } = parts;
  const last = new Map<string, Turn>();
  const inTurn = createTurns();
  /** When it was last known to be there, by both clocks. */
  let seen = { at: 0, ms: 0 };
  let unsaved: Turn[] = [];
  let failing = false;
  let cancels: Cancel[] = [];

  function hear(camera: Camera): void {
    const { id: cameraId, name, cause } = camera;
    const turn = { cameraId, name, at: clock.now(), state: stateOf(camera), cause };
    const before = last.get(cameraId);
    if (before && before.state === turn.state && before.cause === cause && before.name === name) return;
    put(turn);
  }

  function put(turn: Turn): void {
    last.set(turn.cameraId, turn);
    unsaved.push(turn);
    void inTurn(save);
  }

  /** What the disk does not take now is tried again with the next beat. Never rejects. */
  async function save(): Promise<void> {
    const taken = unsaved;
    if (taken.length === 0) return;
    unsaved = [];
    try {
      await store.append(taken);
      failing = false;
    } catch (error) {
      unsaved = [...taken, ...unsaved];
      if (!failing) log.warn({ err: error }, 'how cameras work is not kept');
      failing = true;
    }
  }

  /** A clock that was set dates what comes next, and nobody knows how long the time in between was. */
  async function beat(): Promise<void> {
    const now = { at: clock.now(), ms: clock.monotonic() };
    const stepped = Math.abs(now.at - seen.at - (now.ms - seen.ms)) > steppedMs;
    seen = now;
    if (!stepped) return store.goOnWatching(now.at);
    await store.beginWatch(now.at);
    for (const turn of last.values()) put({ ...turn, at: now.at });
  }

  async function factsOf(month: string) {
    const span = spanOf(month, timeZone);
    await inTurn(save);
    await inTurn(beat);
    return {
      month,
      // What goes on still reaches as far as the watch does.
      now: seen.at,
      timeZone,
      turns: await store.over(span),
      watched: await store.watched(span),
      cameras: await cameras(),
    };
  }

  async function monthOf(month: string): Promise<CameraMonths> {
    return monthOfCameras(await factsOf(month));
  }

  return {
    commands: { month: monthOf, csv: async (month: string) => monthAsCsv(await monthOf(month)) },

    async start(): Promise<void> {
      // By a clock that is wrong everything may seem old.
      if (clockTrusted()) await store.forget(clock.now() - keptMs);
      seen = { at: clock.now(), ms: clock.monotonic() };
      await store.beginWatch(seen.at);
      cancels = [
        changes.on('camera.changed', hear),
        changes.on('camera.removed', ({ id }) => {
          const before = last.get(id);
          if (before) put({ ...before, at: clock.now(), state: 'gone', cause: null });
          last.delete(id);
        }),
        clock.every(beatMs, () => {
          inTurn(beat).catch((error: unknown) => log.warn({ err: error }, 'how long cameras were watched is not kept'));
          if (unsaved.length > 0) void inTurn(save);
        }),
      ];
      const present = await cameras();
      const ids = new Set(present.map(({ id }) => id));
      for (const turn of await store.last()) {
        // Removed, and the power went before that was written down.
        if (turn.state !== 'gone' && !ids.has(turn.cameraId)) {
          put({ ...turn, at: seen.at, state: 'gone', cause: null });
          last.delete(turn.cameraId);
        }
      }
      for (const camera of present) hear(camera);
    },

    async stop(): Promise<void> {
      for (const cancel of cancels) cancel();
      await inTurn(save);
      await inTurn(beat).catch(() => undefined);
    },
  };
}
