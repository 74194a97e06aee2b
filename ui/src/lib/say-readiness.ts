import type { Tone } from '../components/tone.ts';
import { t } from './i18n/index.svelte.ts';
import type { Readiness } from './preflight.ts';
import { sayMoment } from './say-moment.ts';

/** The one line of pre-flight: "Sáng mai: 5 lượt, mọi thứ sẵn sàng.", "Cần sửa 2 việc trước 05:00 ngày mai". */
export function sayReadiness(readiness: Readiness, now: number, timeZone: string): string {
  switch (readiness.kind) {
    case 'ready':
      return t(`preflight.ready.${readiness.part}`, { count: readiness.count });
    case 'to-mend': {
      const { count, before } = readiness;
      if (before === null) return t('preflight.to-mend', { count });
      return t('preflight.to-mend.before', { count, moment: sayMoment(before, now, timeZone) });
    }
    case 'to-approve': {
      const { count, before } = readiness;
      return t('preflight.to-approve', { count, moment: sayMoment(before, now, timeZone) });
    }
    case 'unknown':
    case 'old':
    case 'nothing':
      return t(`preflight.${readiness.kind}`);
  }
}

export const readinessTones: Record<Readiness['kind'], Tone> = {
  unknown: 'waiting',
  old: 'waiting',
  nothing: 'idle',
  ready: 'well',
  'to-approve': 'attention',
  'to-mend': 'attention',
};
