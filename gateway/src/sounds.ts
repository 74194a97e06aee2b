import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createAiredSound } from './air-log/aired-sound.ts';
import { createFeed } from './audio/feed.ts';
import { findSilence } from './audio/file-silence.ts';
import { createLimiter, lookaheadFrames } from './audio/limiter.ts';
import { createOutputs } from './audio/output-service.ts';
import { createSoundSettings } from './audio/sound-settings.ts';
import { openThreadBus } from './audio/thread-bus.ts';
import type { CuedContent } from './broadcast/ports.ts';
import { createChimes } from './chimes/chimes.ts';
import type { Config } from './config/config.ts';
import { parseToml } from './config/toml.ts';
import type { ChangeEvents, Content } from './contract/index.ts';
import type { Changes } from './core/changes.ts';
import type { Clock } from './core/clock/clock.ts';
import { freeBytesOf } from './core/free-bytes.ts';
import type { Logger } from './core/log.ts';
import type { Supervisor } from './core/supervise.ts';
import { minuteMs } from './core/village-time.ts';
import { createLibrary } from './library/library.ts';
import { prepare } from './library/prepare.ts';
import { createMedia } from './media/media.ts';
import { createPlaylists } from './playlists/playlists.ts';
import type { BeforeChange } from './playlists/ports.ts';
import type { AddressRule } from './core/addresses.ts';
import { createUpstreams } from './rebroadcast/upstream-service.ts';
import type { ContentFacts } from './schedule/ports.ts';
import { createEspeak } from './speech/engines/espeak.ts';
import { createPiper } from './speech/engines/piper.ts';
import { createSpeech } from './speech/speech.ts';
import { createVoices } from './speech/voices.ts';
import type { Storage } from './storage/storage.ts';
import type { SettingsStore } from './village/settings-store.ts';

export interface SoundsParts extends Pick<Config, 'stateFolder' | 'playlistsFolder' | 'silence'> {
  readonly storage: Storage;
  readonly settings: SettingsStore;
  readonly changes: Changes<ChangeEvents>;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where the sound of stations may be fetched. */
  readonly mayReach: AddressRule;
  /** What else airs them, so that they are not thrown away: programmes, buttons. */
  readonly usedBy: (
    kind: 'recording' | 'playlist' | 'upstream',
    id: string,
  ) => Promise<readonly { readonly kind: string; readonly title: string }[]>;
  readonly beforePlaylistChange: BeforeChange;
}

/** Below the playlists folder: its first line opens, its second closes. */
const chimePlaylist = 'chimes/chuong-bao.m3u8';

/** What can be heard, and where: recordings, playlists, voices, chimes, stations; and the outputs that it leaves by. */
export function createSounds(parts: SoundsParts) {
  const { storage, settings, changes, supervisor, clock, log, mayReach, usedBy, beforePlaylistChange } = parts;
  const { stateFolder, playlistsFolder, silence } = parts;
  const media = createMedia({ clock, log });
  const modelsFolder = join(stateFolder, 'voices');
  const voices = createVoices({
    engines: [createPiper({ clock, folder: modelsFolder }), createEspeak({ clock })],
    log,
  });
  const library = createLibrary({
    storage,
    media,
    speak: voices.speak,
    changes,
    clock,
    log,
    supervisor,
    folder: join(stateFolder, 'recordings'),
    usedBy: async (id) => [
      ...(await playlists.usedBy(id)),
      ...(await usedBy('recording', id)),
      ...(await chimes.usedBy(id)),
      ...(await upstreams.usedBy('recording', id)),
    ],
  });
  const speech = createSpeech({
    voices,
    modelsFolder,
    playlistsFolder,
    parseToml,
    keep: library.speak,
  });
  const playlists = createPlaylists({
    library,
    changes,
    clock,
    log,
    supervisor,
    folder: playlistsFolder,
    usedBy: async (id) => [...(await usedBy('playlist', id)), ...(await upstreams.usedBy('playlist', id))],
    beforeChange: beforePlaylistChange,
  });
  const chimes = createChimes({
    settings,
    changes,
    log,
    ports: {
      recordings: library,
      shipped: async () => {
        const shipped = (await playlists.list()).find(({ file }) => file === chimePlaylist);
        return shipped?.items.map(({ recordingId }) => recordingId) ?? [];
      },
    },
  });
  changes.on('playlist.changed', ({ file }) => {
    if (file === chimePlaylist) chimes.sayShipped();
  });
  const upstreams = createUpstreams({
    storage,
    changes,
    clock,
    log,
    mayReach,
    ports: { media, openFeed: createFeed, limiters: { open: createLimiter, lookaheadFrames } },
    usedBy: (id) => usedBy('upstream', id),
    cueLocal: async (content) => (await cue(content)).items.flatMap((item) => ('path' in item ? [item] : [])),
  });
  const airedFolder = join(stateFolder, 'aired-sound');
  const airedSound = createAiredSound({
    folder: airedFolder,
    coder: media,
    settings,
    freeBytes: () => freeBytesOf(airedFolder),
    clock,
    log,
  });
  const soundSettings = createSoundSettings({ settings, silence });
  const outputs = createOutputs({
    storage,
    changes,
    log,
    clock,
    openBus: openThreadBus,
    coder: media,
    treatment: soundSettings.treatment,
    onAired: airedSound.take,
  });

  async function describe(content: Content): Promise<ContentFacts> {
    if (content.kind === 'playlist') return playlists.describe(content.playlistId);
    if (content.kind === 'rebroadcast') {
      const title = upstreams.nameOf(content.upstreamId);
      return { title, durationMs: content.minutes * minuteMs, recordingIds: [], problem: null, comesAsItIs: true };
    }
    const { title, durationMs, state } = await library.get(content.recordingId);
    const problem = state === 'ready' ? null : { code: 'recording.not-ready', params: { title } };
    return { title, durationMs: durationMs ?? 0, recordingIds: [content.recordingId], problem };
  }

  async function cue(content: Content): Promise<CuedContent> {
    if (content.kind === 'playlist') return playlists.cue(content.playlistId);
    if (content.kind === 'rebroadcast') {
      const { title, durationMs, ...incoming } = await upstreams.cue(content.upstreamId, content.minutes);
      return { title, durationMs, items: [{ title, durationMs, incoming }] };
    }
    const item = await library.cue(content.recordingId);
    return { title: item.title, durationMs: item.durationMs, items: [item] };
  }

  /** Spoken, and brought to the loudness of everything else. */
  async function speakToFile(text: string, target: string, signal: AbortSignal): Promise<void> {
    const spoken = `${target}.spoken.wav`;
    try {
      await voices.speak({ text, speed: 1, twice: false }, spoken, { signal, onProgress: () => undefined });
      await prepare(media, spoken, target, { signal, onStep: () => undefined });
    } finally {
      await rm(spoken, { force: true });
    }
  }

  return {
    media,
    library,
    speech,
    playlists,
    chimes,
    upstreams,
    airedSound,
    soundSettings,
    outputs,
    content: { describe, cue },
    speakToFile,
    /** Where prepared sound falls silent for so long that it would be left there; null: nowhere. */
    async silenceIn(path: string, signal: AbortSignal) {
      const limits = soundSettings.silence();
      return limits && findSilence(path, limits, signal);
    },

    async start(): Promise<void> {
      await airedSound.start();
      await soundSettings.start();
      await outputs.start();
      await library.start();
      await playlists.start();
      await upstreams.start();
    },
    /** What ends it, in order. */
    stops: [
      () => upstreams.stop(),
      () => playlists.stop(),
      () => library.stop(),
      () => outputs.stop(),
      () => airedSound.stop(),
    ],
  };
}

export type Sounds = ReturnType<typeof createSounds>;
