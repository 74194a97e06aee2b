import type { EmergencyButton, Gesture } from '../contract/index.ts';
import type { ButtonTiming } from './timing.ts';

/** What a person chose for the button, as far as a press is concerned. */
export type PressRules = Pick<EmergencyButton, 'gesture' | 'allClear' | 'maintenance' | 'holdSeconds'>;

export type Meaning = 'start' | 'all-clear';

/** What is known when a press arrives; times are monotonic milliseconds, null: not (yet). */
export interface Moment {
  readonly nowMs: number;
  /** Since when the device speaks to us without a break. */
  readonly speaksSinceMs: number | null;
  readonly testingUntilMs: number | null;
  /** When it last did each. */
  readonly didMs: Readonly<Record<Meaning, number | null>>;
  /** What it started is being heard, or about to be. */
  readonly sounding: boolean;
}

export type PressCode =
  | 'button.maintenance'
  | 'button.just-back'
  | 'button.too-short'
  | 'button.no-meaning'
  | 'button.sounds-already'
  | 'button.nothing-to-end'
  | 'button.too-soon';

export type Verdict =
  | { readonly do: Meaning }
  /** Shown, and nothing else. */
  | { readonly do: 'test' }
  | { readonly do: 'ignore' | 'refuse'; readonly code: PressCode }
  /** The same press again: not worth a word. */
  | { readonly do: 'nothing' };

/** What a press of this key means, if it is a deliberate one. Pure. */
export function meaningOf({ gesture, allClear }: PressRules, key: number, felt: Gesture): Meaning | null {
  if (key === 1 && felt === gesture) return 'start';
  if (allClear?.by === 'same-key' && key === 1 && felt !== 'single') return 'all-clear';
  if (allClear?.by === 'second-key' && key === 2 && felt === gesture) return 'all-clear';
  return null;
}

/**
 * What becomes of a press. Whatever is doubtful does nothing: a village can press again, but cannot take a siren back.
 * Retained messages do not come here at all. Pure.
 */
export function judgePress(
  rules: PressRules,
  press: { readonly key: number; readonly gesture: Gesture },
  moment: Moment,
  timing: ButtonTiming,
): Verdict {
  const { nowMs, speaksSinceMs, testingUntilMs, didMs, sounding } = moment;
  if (testingUntilMs !== null && nowMs < testingUntilMs + timing.testGraceMs) return { do: 'test' };
  if (rules.maintenance) return { do: 'ignore', code: 'button.maintenance' };
  const meaning = meaningOf(rules, press.key, press.gesture);
  if (meaning === null) {
    const short = press.key === 1 && press.gesture === 'single';
    return { do: 'ignore', code: short ? 'button.too-short' : 'button.no-meaning' };
  }
  const settledMs = timing.settleMs + 1_000 * rules.holdSeconds;
  if (speaksSinceMs === null || nowMs < speaksSinceMs + settledMs) return { do: 'refuse', code: 'button.just-back' };
  const lastMs = didMs[meaning];
  if (lastMs !== null && nowMs < lastMs + timing.restMs) return { do: 'nothing' };
  if (meaning === 'start') return sounding ? { do: 'ignore', code: 'button.sounds-already' } : { do: 'start' };
  if (!sounding) return { do: 'ignore', code: 'button.nothing-to-end' };
  const tooSoon = didMs.start !== null && nowMs < didMs.start + timing.noAllClearMs;
  return tooSoon ? { do: 'refuse', code: 'button.too-soon' } : { do: 'all-clear' };
}
