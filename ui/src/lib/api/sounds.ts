import type {
  ChimeDefaults,
  ChimeState,
  NoticeTemplate,
  Output,
  OutputChange,
  OutputInput,
  Peaks,
  Playlist,
  PlaylistInput,
  Recording,
  RecordingChange,
  SoundSettingsChange,
  SoundSettingsState,
  SpeechInput,
  SpeechPreview,
  SpeechWords,
  Upstream,
  UpstreamInput,
  UpstreamTest,
  UpstreamTestResult,
} from '#contract';
import type { Line } from './line.ts';

/** What can be heard, and where it leaves. */
export const soundsApi = ({ at, change, create, items, remove, send }: Line) => ({
  outputs: {
    create: create<OutputInput, Output>('outputs'),
    change: change<OutputChange, Output>('PATCH', 'outputs'),
    remove: remove('outputs'),
  },
  upstreams: {
    create: create<UpstreamInput, Upstream>('upstreams'),
    change: change<UpstreamInput, Upstream>('PUT', 'upstreams'),
    remove: remove('upstreams'),
    /** Listens for some seconds; nothing sounds in the village. */
    test: create<UpstreamTest, UpstreamTestResult>('upstreams/tests'),
    /** The same of an address that it has, for whoever looks ahead. */
    listen: (id: string, urlIndex: number) =>
      send<UpstreamTestResult>('POST', `${at('upstreams', id)}/listen`, { urlIndex }),
    /** What a test heard; kept for some minutes. */
    testSoundUrl: (soundId: string) => `/api/${at('upstreams/tests', soundId)}/sound`,
  },
  recordings: {
    change: change<RecordingChange, Recording>('PATCH', 'recordings'),
    remove: remove('recordings'),
    peaks: (id: string) => send<Peaks>('GET', `${at('recordings', id)}/peaks`),
    audioUrl: (id: string) => `/api/${at('recordings', id)}/audio`,
  },
  speech: {
    notices: () => items<NoticeTemplate>('speech/notices'),
    /** What would be said; nothing is kept. */
    preview: create<SpeechWords, SpeechPreview>('speech/preview'),
    create: create<SpeechInput, Recording>('speech'),
  },
  playlists: {
    create: create<PlaylistInput, Playlist>('playlists'),
    change: change<PlaylistInput, Playlist>('PUT', 'playlists'),
    remove: remove('playlists'),
    rescan: () => send<unknown>('POST', 'playlists/rescan'),
  },
  chimes: { change: (defaults: ChimeDefaults) => send<ChimeState>('PUT', 'chimes', defaults) },
  sound: {
    get: () => send<SoundSettingsState>('GET', 'sound-settings'),
    change: (change: SoundSettingsChange) => send<SoundSettingsState>('PATCH', 'sound-settings', change),
  },
});
