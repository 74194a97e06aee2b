import type { Camera } from '#contract';
import type { Tone } from '../../components/tone.ts';
import { t } from '../../lib/i18n/index.svelte.ts';

/** What cameras are called, in words. */

const tones: Record<Camera['status'], Tone> = {
  online: 'well',
  degraded: 'attention',
  offline: 'trouble',
  locked: 'trouble',
  unknown: 'waiting',
};

/** Its status as word and look. Somebody works on it: then it is nobody's trouble. */
export function cameraMark({ status, maintenance }: Pick<Camera, 'status' | 'maintenance'>): {
  tone: Tone;
  word: string;
} {
  if (maintenance) return { tone: 'idle', word: t('camera.maintenance') };
  return { tone: tones[status], word: t(`camera.status.${status}`) };
}

const ranks: Record<Camera['status'], number> = { offline: 0, locked: 0, degraded: 1, unknown: 2, online: 3 };

/** What somebody should see to stands first, each sort in its order; what is worked on stands last. */
export function troubleFirst<T extends Pick<Camera, 'status' | 'maintenance'>>(cameras: readonly T[]): T[] {
  const rank = ({ status, maintenance }: T) => (maintenance ? 4 : ranks[status]);
  return [...cameras].sort((a, b) => rank(a) - rank(b));
}
