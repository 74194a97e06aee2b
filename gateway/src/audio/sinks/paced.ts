import { framesPerMs } from '../../core/wav.ts';
import type { OpenSink } from './sink.ts';

/**
 * Nobody plays here but the clock: for sound that leaves as a stream and is heard seconds later. What "played" is on the
 * bus's tape, and from there it goes to whoever listens.
 */
export const openPaced: OpenSink = (_time, events) => {
  let written = 0;
  let begunAt: number | null = null;
  /** Time that passed with nothing to play: not part of what the bus wrote. */
  let idleFrames = 0;

  return {
    write(samples) {
      written += samples.length;
    },
    takeBack(from) {
      written = Math.min(written, from);
      return written;
    },
    pump(now) {
      if (written === 0) return;
      begunAt ??= now;
      const lacking = (now - begunAt) * framesPerMs - idleFrames - written;
      if (lacking > 0) {
        idleFrames += lacking;
        events.underrun();
      }
      events.played((now - begunAt) * framesPerMs - idleFrames, now);
    },
    close: () => undefined,
  };
};
