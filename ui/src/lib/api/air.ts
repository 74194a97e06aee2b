import type {
  AirLogEntry,
  AiredSoundLimits,
  AiredSoundState,
  AllClearInput,
  Broadcast,
  BroadcastInput,
  EmergencyInput,
  LiveVoiceInput,
  LiveVoiceLimits,
  LiveVoiceLimitsState,
} from '#contract';
import type { Line } from './line.ts';

/** What is on air, and what was. */
export const airApi = ({ at, command, create, page, send }: Line) => ({
  broadcasts: {
    start: create<BroadcastInput, Broadcast>('broadcasts'),
    stop: command<Broadcast>('broadcasts', 'stop'),
    stopAll: () => send<unknown>('POST', 'broadcasts/stop-all'),
  },
  emergencies: {
    start: create<EmergencyInput, Broadcast>('emergencies'),
    allClear: (id: string, input: AllClearInput) =>
      send<Broadcast>('POST', `${at('emergencies', id)}/all-clear`, input),
  },
  liveVoices: {
    start: create<LiveVoiceInput, Broadcast>('live-voices'),
    finish: command<void>('live-voices', 'finish'),
    limits: () => send<LiveVoiceLimitsState>('GET', 'live-voice-limits'),
    changeLimits: (limits: LiveVoiceLimits) => send<LiveVoiceLimitsState>('PUT', 'live-voice-limits', limits),
  },
  airLog: {
    page: page<AirLogEntry>('air-log'),
    soundUrl: (id: string, outputId: string) => `/api/${at(`${at('air-log', id)}/sound`, outputId)}`,
  },
  airedSound: {
    get: () => send<AiredSoundState>('GET', 'aired-sound'),
    change: (limits: AiredSoundLimits) => send<AiredSoundState>('PUT', 'aired-sound', limits),
  },
});
