import type { Priority } from '../contract/index.ts';
import type { CuedContent } from './ports.ts';
import type { RunPlan } from './run-plan.ts';

/** What a person wants on air at once, cued. */
export interface NowOrder extends Pick<RunPlan, 'drill' | 'allClear' | 'live' | 'loops' | 'reason'> {
  readonly id: string;
  readonly title: string;
  readonly priority: Priority;
  readonly content: CuedContent;
  readonly zoneIds: readonly string[];
  /** Its zones speak in turn; left out: at once. */
  readonly staggered?: boolean;
  /** Quiet hours do not hold it: an emergency that is meant. */
  readonly passesNight: boolean;
}

/** Nobody can say how long an emergency lasts, or a speech: if the night is so near, it is asked why. */
const unknownMs = 30 * 60_000;

/** How long it will sound, as far as anybody knows. */
export function expectedMs({ loops, content }: Pick<NowOrder, 'loops' | 'content'>): number {
  return loops || content.durationMs === Infinity ? unknownMs : content.durationMs;
}
