import { framesPerMs } from '../core/wav.ts';

/**
 * Sound in bursts of half a second in, an even line without end out: silence wherever nothing is due, so that a player
 * which is connected stays so, and begins with the first word. Pure.
 */
export interface StreamLine {
  put(samples: Int16Array, now: number): void;
  /** Everything due by `now` (monotonic ms) since the last call. */
  due(now: number): Int16Array;
}

/** More than what comes at once, so that a late burst is not heard as a hole. */
const headStartMs = 800;
/** Further behind, somebody stopped the world: what was due meanwhile is not made up. */
const longestGapMs = 2_000;
/** More than this is never held: the oldest goes. */
const mostHeldFrames = 10_000 * framesPerMs;

export function createStreamLine(begunAt: number): StreamLine {
  let held: Int16Array[] = [];
  let heldFrames = 0;
  let soundsFrom = Infinity;
  let sentTo = begunAt;

  function take(into: Int16Array, offset: number): number {
    const [first, ...rest] = held;
    if (!first) return 0;
    const part = first.subarray(0, into.length - offset);
    into.set(part, offset);
    heldFrames -= part.length;
    held = part.length < first.length ? [first.subarray(part.length), ...rest] : rest;
    return part.length;
  }

  return {
    put(samples, now) {
      if (heldFrames === 0) soundsFrom = now + headStartMs;
      held.push(samples);
      heldFrames += samples.length;
      while (heldFrames > mostHeldFrames) heldFrames -= held.shift()?.length ?? 0;
    },
    due(now) {
      if (now - sentTo > longestGapMs) sentTo = now - longestGapMs;
      const frames = Math.max(0, Math.floor((now - sentTo) * framesPerMs));
      sentTo += frames / framesPerMs;
      const line = new Int16Array(frames);
      if (now < soundsFrom) return line;
      for (let filled = 0; filled < frames;) {
        const taken = take(line, filled);
        if (taken === 0) break;
        filled += taken;
      }
      return line;
    },
  };
}
