import type { Reason } from '../contract/index.ts';
import { framesPerMs } from '../core/wav.ts';
import { createLeveller } from './loudness.ts';
import type { LimiterPort } from './ports.ts';
import type { Receiver } from './receiver.ts';
import { fadeIn, fadeOut } from './smooth.ts';
import type { SourceEvent } from './source-state.ts';

/** One address while it is open: its sound at its level, in blocks, whether or not it is what is aired. */
export interface Source {
  /** A whole block; silence where nothing came. And what that says of it. */
  next(frames: number): { readonly samples: Int16Array; readonly event: SourceEvent; readonly why: Reason | null };
  /** Nothing more will come than a rest of it. */
  ending(): boolean;
  close(): void;
}

/** Quieter than this is silence, dBFS over 100 ms. */
const silentDb = -50;
const fadeFrames = 5 * framesPerMs;

export function createSource(receiver: Receiver, limiters: LimiterPort): Source {
  const leveller = createLeveller(limiters);
  /** So much of it is still in the leveller when nothing more comes. */
  const tailFrames = limiters.lookaheadFrames;
  let wasDry = true;

  return {
    next(frames) {
      const taken = receiver.take(frames);
      const block = new Int16Array(frames);
      block.set(taken);
      const samples = leveller.level(block);
      const dry = taken.length < frames;
      if (wasDry && taken.length > 0) fadeIn(samples, tailFrames, fadeFrames);
      if (!wasDry && dry) fadeOutAt(samples, taken.length + tailFrames);
      wasDry = dry;
      const why = dry ? receiver.trouble() : null;
      return { samples, why, event: eventOf(taken.length, why, leveller.peakRmsDb()) };
    },
    ending: () => receiver.ending(),
    close: () => receiver.close(),
  };
}

function eventOf(frames: number, why: Reason | null, rmsDb: number): SourceEvent {
  if (why) return 'failed';
  if (frames === 0) return 'starved';
  return rmsDb > silentDb ? 'heard' : 'quiet';
}

/** To silence at `end`. */
function fadeOutAt(samples: Int16Array, end: number): void {
  const from = Math.max(0, end - fadeFrames);
  fadeOut(samples, from, end - from);
}
