import type { Reason } from '../contract/index.ts';
import { createLeveller } from './loudness.ts';
import type { Receiver } from './receiver.ts';
import { fadeIn, fadeOut } from './smooth.ts';
import type { SourceEvent } from './source-state.ts';

/** One address while it is open: its sound at its level, in blocks, whether or not it is what is aired. */
export interface Source {
  /** A whole block; silence where nothing came. And what that says of it. */
  next(frames: number): { readonly samples: Int16Array; readonly event: SourceEvent; readonly why: Reason | null };
  close(): void;
}

/** Quieter than this is silence, dBFS over 100 ms. */
const silentDb = -50;
/** So much of it is still in the leveller when nothing more comes. */
const tailFrames = 240;

export function createSource(receiver: Receiver): Source {
  const leveller = createLeveller();
  let wasDry = true;

  return {
    next(frames) {
      const taken = receiver.take(frames);
      const block = new Int16Array(frames);
      block.set(taken);
      const samples = leveller.level(block);
      const dry = taken.length < frames;
      if (wasDry && taken.length > 0) fadeIn(samples, tailFrames, tailFrames);
      if (!wasDry && dry) fadeOut(samples, taken.length, tailFrames);
      wasDry = dry;
      const why = dry ? receiver.trouble() : null;
      return { samples, why, event: eventOf(taken.length, why, leveller.peakRmsDb()) };
    },
    close: () => receiver.close(),
  };
}

function eventOf(frames: number, why: Reason | null, rmsDb: number): SourceEvent {
  if (why) return 'failed';
  if (frames === 0) return 'starved';
  return rmsDb > silentDb ? 'heard' : 'quiet';
}
