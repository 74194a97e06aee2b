import { framesPerMs } from '../core/wav.ts';

/** Pure: changes that do not click. */

/** From one source to the next. */
const crossMs = 50;

/** The first 50 ms go from `before` to `after`; both are as long. */
export function cross(before: Int16Array, after: Int16Array): Int16Array {
  const mixed = Int16Array.from(after);
  const frames = Math.min(crossMs * framesPerMs, after.length);
  for (let i = 0; i < frames; i++) {
    const share = (i + 1) / (frames + 1);
    mixed[i] = Math.round((before[i] ?? 0) * (1 - share) + (after[i] ?? 0) * share);
  }
  return mixed;
}

/** Raises from silence over `frames` from `from` on. */
export function fadeIn(samples: Int16Array, from: number, frames: number): void {
  for (let i = 0; i < frames && from + i < samples.length; i++) {
    samples[from + i] = Math.round(((samples[from + i] ?? 0) * i) / frames);
  }
}

/** Falls to silence over `frames` from `from` on, which may lie before it, and stays there. */
export function fadeOut(samples: Int16Array, from: number, frames: number): void {
  for (let i = Math.max(0, from); i < samples.length; i++) {
    samples[i] = Math.round((samples[i] ?? 0) * Math.max(0, 1 - (i - from + 1) / frames));
  }
}
