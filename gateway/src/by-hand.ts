import { join } from 'node:path';
import { createFeed } from './audio/feed.ts';
import { createInputWatch } from './audio/input-watch.ts';
import type { Broadcasts } from './broadcast/broadcast-service.ts';
import type { Config } from './config/config.ts';
import { createEmergencies } from './emergency/emergency-service.ts';
import { createSpokenWords } from './emergency/spoken-words.ts';
import { createLiveVoices, type LiveVoicesParts } from './live/live-service.ts';
import { createAlarmSounds } from './media/alarm-sounds.ts';
import type { Sounds } from './sounds.ts';

export interface ByHandParts
  extends Pick<Config, 'stateFolder' | 'playlistsFolder'>, Pick<LiveVoicesParts, 'changes' | 'clock' | 'log'> {
  readonly sounds: Sounds;
  readonly broadcasts: Broadcasts;
  readonly settings: LiveVoicesParts['ports']['settings'];
  readonly audit: LiveVoicesParts['ports']['audit'];
}

/** Of what a speaker says: more than any bus may be behind. */
const voiceKeptSeconds = 5;

/** What people begin themselves and end themselves: an emergency, and a voice that is heard as they speak. */
export function createByHand(parts: ByHandParts) {
  const { sounds, broadcasts, settings, audit, changes, clock, log, stateFolder, playlistsFolder } = parts;
  const alarmSounds = createAlarmSounds({ folder: join(stateFolder, 'alarms'), log });
  const spokenWords = createSpokenWords({
    folder: join(stateFolder, 'alarms'),
    textsFolder: join(playlistsFolder, 'emergency'),
    speak: sounds.speakToFile,
    log,
  });
  const emergencies = createEmergencies({
    ports: { broadcasts, recordings: sounds.library, sounds: alarmSounds, words: spokenWords.words },
    log,
  });
  const liveVoices = createLiveVoices({
    ports: {
      broadcasts,
      chimes: sounds.chimes,
      openFeed: () => createFeed(voiceKeptSeconds),
      openWatch: createInputWatch,
      settings,
      audit,
    },
    changes,
    clock,
    log,
  });

  return {
    emergencies,
    liveVoices,
    async start(): Promise<void> {
      await alarmSounds.start();
      spokenWords.start();
      await liveVoices.start();
    },
    /** What ends it, before the broadcasts; `liveVoices` after them. */
    stop: () => spokenWords.stop(),
  };
}
