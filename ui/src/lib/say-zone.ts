import type { Zone } from '#contract';
import type { Tone } from '../components/tone.ts';
import { t } from './i18n/index.svelte.ts';

const powerTones: Record<Zone['power'], Tone> = {
  off: 'idle',
  warming: 'waiting',
  on: 'on-air',
  cooling: 'waiting',
  fault: 'trouble',
};

/** How a zone is, as word and look. */
export function zoneMark({ power, outputId }: Zone): { readonly tone: Tone; readonly word: string } {
  if (power === 'off' && outputId === null) return { tone: 'attention', word: t('zone.no-output') };
  return { tone: powerTones[power], word: t(`zone.power.${power}`) };
}
