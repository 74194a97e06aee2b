import type { LiveVoiceLimits, SoundSettings } from '#contract';
import { t, type PlainKey } from '../../../lib/i18n/index.svelte.ts';

/** How the music under words will be heard, in a word. */
export function bedWord(underDb: number): PlainKey {
  if (underDb < 11) return 'sound.bed.clear';
  return underDb > 18 ? 'sound.bed.faint' : 'sound.bed.middle';
}

export function sayBed({ bedUnderDb }: Pick<SoundSettings, 'bedUnderDb'>): string {
  return t('sound.bed.said', { db: bedUnderDb, word: t(bedWord(bedUnderDb)) });
}

export function sayLimits({ longestMinutes, idleSeconds }: LiveVoiceLimits): string {
  return t('sound.live.said', { minutes: longestMinutes, seconds: idleSeconds });
}

export function saySilence({ silence }: Pick<SoundSettings, 'silence'>): string {
  return silence ? t('sound.silence.said', { seconds: silence.seconds, db: silence.belowDb }) : t('sound.silence.off');
}
