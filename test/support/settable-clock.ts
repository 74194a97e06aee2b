import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A wall clock that a test may set while a process runs by it; its monotonic clock goes on undisturbed, in every thread.
 * libfaketime reads the difference to the machine's clock from a file, each time that anybody asks what time it is.
 */
export interface SettableClock {
  /** For the processes that are to live by it. */
  readonly env: NodeJS.ProcessEnv;
  /** What it shows, epoch ms. */
  now(): number;
  /** What it showed at an instant of the machine's clock. */
  at(machineInstant: number): number;
  /** Steps to an instant, in whole seconds from where it is. */
  setTo(instant: number): Promise<void>;
  jump(seconds: number): Promise<void>;
}

/** `folder`: where it keeps its file. It begins at `start`, epoch ms. */
export async function createSettableClock(folder: string, start: number): Promise<SettableClock> {
  const file = join(folder, 'clock');
  const settings: { since: number; offsetSeconds: number }[] = [];

  const offsetAt = (instant: number) =>
    (settings.findLast(({ since }) => since <= instant) ?? settings[0])?.offsetSeconds ?? 0;
  const at = (instant: number) => instant + 1_000 * offsetAt(instant);

  /** Whole, or not at all: a process that reads half a number would be in another century. */
  async function setOffset(offsetSeconds: number): Promise<void> {
    await writeFile(`${file}.new`, offsetSeconds < 0 ? String(offsetSeconds) : `+${offsetSeconds}`);
    await rename(`${file}.new`, file);
    settings.push({ since: Date.now(), offsetSeconds });
  }

  const jump = (seconds: number) => setOffset(offsetAt(Date.now()) + seconds);
  const setTo = (instant: number) => setOffset(Math.round((instant - Date.now()) / 1_000));
  await setTo(start);
  return {
    env: {
      // `$LIB` is the loader's own word for the folder of this machine's libraries.
      LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    now: () => at(Date.now()),
    at,
    setTo,
    jump,
  };
}
