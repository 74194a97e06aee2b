import type { LiveVoiceLimits, LiveVoiceLimitsState } from '../contract/index.ts';
import type { LivePorts } from './ports.ts';

const standard: LiveVoiceLimits = { longestMinutes: 30, idleSeconds: 90 };
const keys = { longestMinutes: 'live.longest-minutes', idleSeconds: 'live.idle-seconds' } as const;

/** How long somebody may speak, as the village set it. */
export function createLimits(settings: LivePorts['settings']) {
  let limits = standard;

  const numberOf = async (key: keyof LiveVoiceLimits) => Number(await settings.get(keys[key])) || standard[key];
  const state = (): LiveVoiceLimitsState => ({ ...limits, standard });

  return {
    current: (): LiveVoiceLimits => limits,
    state,
    async start(): Promise<void> {
      limits = { longestMinutes: await numberOf('longestMinutes'), idleSeconds: await numberOf('idleSeconds') };
    },
    async change(to: LiveVoiceLimits): Promise<LiveVoiceLimitsState> {
      await settings.set(keys.longestMinutes, String(to.longestMinutes));
      await settings.set(keys.idleSeconds, String(to.idleSeconds));
      limits = to;
      return state();
    },
  };
}
