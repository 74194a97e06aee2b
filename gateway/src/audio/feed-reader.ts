import type { FeedItem } from './bus.ts';
import { openFeed, type FeedMemory } from './feed.ts';
import { framesPerMs, sampleRate } from '../core/wav.ts';

/** The samples of one feed, in the manner it is to be heard. */
export interface FeedReader {
  /** At most `frames` samples; null: none are here yet, or none are left (`ended`). */
  take(frames: number): Int16Array | null;
  /** It has ended and all of it was taken. */
  ended(): boolean;
}

export function readFeed({ feed, manner }: FeedItem): FeedReader {
  const memory = openFeed(feed);
  return manner === 'live' ? liveReader(memory) : streamReader(memory);
}

/** Everything in its order: what comes late is heard late. */
function streamReader(feed: FeedMemory): FeedReader {
  let at = 0;
  return {
    take(frames) {
      at = Math.max(at, feed.oldest());
      const here = Math.min(frames, feed.written() - at);
      if (here <= 0) return null;
      at += here;
      return feed.copy(at - here, here);
    },
    ended: () => feed.ended() && at >= feed.written(),
  };
}

/** So much waits between a voice and its horn at first, and after a gap; a worse network makes it more by itself. */
const depthFrames = 40 * framesPerMs;
/** What still waits at the worst moment of a while should be about this: less is soon a gap, more is needless delay. */
const leastSpare = 5 * framesPerMs;
const mostSpare = 25 * framesPerMs;
const whileFrames = 2 * sampleRate;
/** What is older than this is not said any more. */
const oldestDepth = 3 * sampleRate;
const fadeFrames = 2 * framesPerMs;

/**
 * A voice, as soon as can be. It begins with its newest samples less a small buffer; where nothing came in time there is
 * silence, and what came late is still said. The delay that this leaves, and the drift of the two clocks, is taken out
 * in the pauses between words.
 */
function liveReader(feed: FeedMemory): FeedReader {
  const isPause = createPauseEar();
  let at: number | null = null;
  /** It has run out, and waits until there is a buffer again. */
  let dry = true;
  let spare = Infinity;
  let watched = 0;

  function watchAnew(): void {
    watched = 0;
    spare = Infinity;
  }

  /** How far to jump: over what waits needlessly, or back to have more waiting. */
  function jump(frames: number, pause: boolean): number {
    if (watched < whileFrames || !pause) return 0;
    const excess = Math.max(0, spare - mostSpare) + Math.min(0, spare - leastSpare);
    const jumped = Math.max(-frames, Math.min(frames, excess));
    spare -= jumped;
    if (jumped === excess) watchAnew();
    return jumped;
  }

  return {
    take(frames) {
      const written = feed.written();
      const ended = feed.ended();
      if (at === null || written - at > oldestDepth) at = Math.max(0, written - depthFrames);
      if (dry && !ended && written - at < depthFrames) return new Int16Array(frames);
      const here = Math.min(frames, written - at);
      if (here === 0 && ended) return null;
      const samples = feed.copy(at, frames);
      if (dry) fadeIn(samples);
      if (here < frames) fadeOut(samples, here);
      at += here;
      dry = here < frames;
      watched += frames;
      spare = Math.min(spare, written - at);
      if (dry) watchAnew();
      else at += jump(frames, isPause(samples));
      return samples;
    },
    ended: () => feed.ended() && at !== null && at >= feed.written(),
  };
}

/** So much weaker than the voice has lately been, a passage is a pause, in which nobody misses 10 ms or hears them twice. */
const pausePower = 0.05 ** 2;
const forgetting = 0.999;

function createPauseEar(): (samples: Int16Array) => boolean {
  let voice = 0;
  return (samples) => {
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    voice = Math.max(power, voice * forgetting);
    return power <= voice * pausePower;
  };
}

function fadeIn(samples: Int16Array): void {
  const frames = Math.min(fadeFrames, samples.length);
  for (let i = 0; i < frames; i++) samples[i] = ((samples[i] ?? 0) * i) / frames;
}

/** The last of what is there, before `end`. */
function fadeOut(samples: Int16Array, end: number): void {
  const frames = Math.min(fadeFrames, end);
  for (let i = 0; i < frames; i++) samples[end - 1 - i] = ((samples[end - 1 - i] ?? 0) * i) / frames;
}
