import type { SoundSettings, SoundSettingsChange, SoundSettingsState } from '../contract/index.ts';
import { readJson } from '../storage/json-column.ts';
import type { PlayRequest } from './bus.ts';
import { usualBed } from './ducker.ts';
import { fileSilence, type SilenceLimits } from './silence-watch.ts';

export interface SoundSettingsParts {
  readonly settings: { get(key: string): Promise<string | null>; set(key: string, value: string): Promise<void> };
  /** Which silence in a file is a fault until somebody says otherwise; null: none is. */
  readonly silence: SilenceLimits | null;
}

const key = 'sound.settings';
const standard: SoundSettings = { bedUnderDb: -usualBed.underDb, silence: guardOf(fileSilence) };

/** How sound is treated, as the village set it: asked by each play as it begins. */
export function createSoundSettings({ settings, silence }: SoundSettingsParts) {
  const unchosen: SoundSettings = { ...standard, silence: guardOf(silence) };
  /** Only this is kept: what nobody chose here is as the settings file says at each start. */
  let chosen: SoundSettingsChange = {};

  const now = (): SoundSettings => ({ ...unchosen, ...chosen });
  const state = (): SoundSettingsState => ({ ...now(), standard });

  return {
    /** For people. */
    commands: {
      state,
      async change(change: SoundSettingsChange): Promise<SoundSettingsState> {
        const wanted = { ...chosen, ...change };
        await settings.set(key, JSON.stringify(wanted));
        chosen = wanted;
        return state();
      },
    },

    silence: (): SilenceLimits | null => limitsOf(now().silence),
    treatment: (): Required<Pick<PlayRequest, 'silence' | 'bedLevels'>> => ({
      silence: limitsOf(now().silence),
      bedLevels: { ...usualBed, underDb: -now().bedUnderDb },
    }),

    async start(): Promise<void> {
      const kept = await settings.get(key);
      if (kept !== null) chosen = readJson<SoundSettingsChange>(kept, {});
    },
  };
}

function guardOf(limits: SilenceLimits | null): SoundSettings['silence'] {
  return limits && { seconds: limits.forMs / 1_000, belowDb: -limits.belowDb };
}

function limitsOf(guard: SoundSettings['silence']): SilenceLimits | null {
  return guard && { forMs: guard.seconds * 1_000, belowDb: -guard.belowDb };
}
