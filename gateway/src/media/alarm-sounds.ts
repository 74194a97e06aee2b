import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../core/log.ts';
import { alarms, type Alarm } from './synth/alarms.ts';
import { encodeWav } from './wav.ts';

/** A sound of an emergency: canonical, always there. */
export interface AlarmSound {
  readonly title: string;
  readonly path: string;
  readonly durationMs: number;
}

export interface AlarmSounds {
  readonly siren: AlarmSound;
  readonly drill: AlarmSound;
  readonly allClear: AlarmSound;
  /** Writes what is not there, or is spoiled. A full disk keeps nothing from starting. */
  start(): Promise<void>;
}

/** The siren and its kin as files below `folder`: made by our own arithmetic, so no village has to prepare them. */
export function createAlarmSounds({ folder, log }: { readonly folder: string; readonly log: Logger }): AlarmSounds {
  const soundOf = (alarm: Alarm): AlarmSound => ({
    title: alarm,
    path: join(folder, `${alarm}.wav`),
    durationMs: alarms[alarm].durationMs,
  });
  async function write(alarm: Alarm): Promise<void> {
    const { path } = soundOf(alarm);
    const bytes = encodeWav(alarms[alarm].make());
    const there = await readFile(path).catch(() => null);
    if (there?.equals(bytes)) return;
    await writeFile(`${path}.new`, bytes, { flush: true });
    await rename(`${path}.new`, path);
  }

  return {
    siren: soundOf('siren'),
    drill: soundOf('drill'),
    allClear: soundOf('all-clear'),
    async start() {
      try {
        await mkdir(folder, { recursive: true });
        for (const alarm of ['siren', 'drill', 'all-clear'] as const) await write(alarm);
      } catch (error) {
        log.error({ folder, err: error }, 'the sounds of an emergency could not be written');
      }
    },
  };
}
