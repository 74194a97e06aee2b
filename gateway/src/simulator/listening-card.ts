/** What the card heard, with the wall instant (epoch ms, fractions of a sample) and the frame it happened at. */
export type Heard =
  /** The first sound after at least 200 ms of silence. */
  | { readonly kind: 'onset'; readonly at: number; readonly frame: number }
  /** The end of the last sound before at least 200 ms of silence. */
  | { readonly kind: 'end'; readonly at: number; readonly frame: number }
  /** It ran dry for `ms`, then sound came again: an underrun. */
  | { readonly kind: 'gap'; readonly at: number; readonly frame: number; readonly ms: number };

export interface ListeningCard {
  /**
   * Samples for the frames from `at` on arrived at the monotonic instant `now`: they take the place of what waits there.
   * Left out: they go after it.
   */
  receive(samples: Int16Array, now: number, at?: number): void;
  /** Plays what is due by `now`. */
  playTo(now: number): void;
  /** Plays nothing for `ms`, then goes on where it was. */
  stall(ms: number, now: number): void;
  /** The line is gone: what was not played is thrown away, and the next sample received is frame 0. */
  unplug(now: number): void;
  readonly played: number;
  readonly underruns: number;
}

export interface ListeningCardParts {
  /** How much faster (+) or slower than nominal its crystal is. */
  readonly ppm: number;
  readonly wallAt: (monotonic: number) => number;
  readonly onHeard: (heard: Heard) => void;
  readonly onPlayed: (samples: Int16Array) => void;
}

const nominalFramesPerMs = 48;
const silenceFrames = 200 * nominalFramesPerMs;
/** −66 dBFS: dither and rounding are not sound. */
const soundThreshold = 16;

/**
 * A sound card without the hardware: s16 mono at 48 kHz consumed by the clock. Where it is in the sound is computed from
 * the clock whenever asked, so a busy event loop makes no difference.
 */
export function createListeningCard({ ppm, wallAt, onHeard, onPlayed }: ListeningCardParts): ListeningCard {
  const framesPerMs = nominalFramesPerMs * (1 + ppm / 1e6);
  const ring: Int16Array[] = [];
  let received = 0;
  let played = 0;
  let underruns = 0;
  /** While it runs, frame `anchor.frame` sounds at `anchor.at`. */
  let anchor: { frame: number; at: number } | null = null;
  let driedAt: number | null = null;
  let stalledUntil = -Infinity;
  let silentFor = Infinity;
  let soundEnd: { at: number; frame: number } | null = null;

  function endSound(): void {
    if (soundEnd) onHeard({ kind: 'end', ...soundEnd });
    soundEnd = null;
  }

  function passSilence(frames: number): void {
    silentFor += frames;
    if (silentFor >= silenceFrames) endSound();
  }

  function listen(samples: Int16Array, instantOf: (frame: number) => number): void {
    for (let i = 0; i < samples.length; i++) {
      if (Math.abs(samples[i] ?? 0) < soundThreshold) {
        passSilence(1);
        continue;
      }
      const frame = played + i;
      if (silentFor >= silenceFrames) onHeard({ kind: 'onset', at: instantOf(frame), frame });
      silentFor = 0;
      soundEnd = { at: instantOf(frame + 1), frame: frame + 1 };
    }
  }

  function playTo(now: number): void {
    if (!anchor) return;
    const { frame, at } = anchor;
    const due = frame + Math.max(0, Math.floor((now - at) * framesPerMs));
    const instantOf = (n: number) => wallAt(at + (n - frame) / framesPerMs);
    for (let head = ring[0]; head && played < due; head = ring[0]) {
      const samples = head.subarray(0, due - played);
      listen(samples, instantOf);
      onPlayed(samples);
      played += samples.length;
      if (samples.length === head.length) ring.shift();
      else ring[0] = head.subarray(samples.length);
    }
    if (due > received) {
      driedAt = at + (received - frame) / framesPerMs;
      anchor = null;
    }
  }

  /** Forgets what waits from frame `at` on. */
  function takeBack(at: number): void {
    for (let tail = ring.at(-1); tail && received > at; tail = ring.at(-1)) {
      const kept = Math.max(0, tail.length - (received - at));
      received -= tail.length - kept;
      if (kept === 0) ring.pop();
      else ring[ring.length - 1] = tail.subarray(0, kept);
    }
  }

  return {
    receive(late, now, at = received) {
      playTo(now);
      takeBack(Math.max(at, played));
      // What came too late for its frames is not heard.
      const samples = late.subarray(Math.max(0, played - at));
      if (samples.length === 0) return;
      if (!anchor) {
        const from = Math.max(now, stalledUntil);
        if (driedAt !== null) {
          underruns++;
          onHeard({ kind: 'gap', at: wallAt(driedAt), frame: played, ms: from - driedAt });
          passSilence((from - driedAt) * framesPerMs);
        }
        anchor = { frame: received, at: from };
        driedAt = null;
      }
      ring.push(samples);
      received += samples.length;
    },
    playTo,
    stall(ms, now) {
      playTo(now);
      stalledUntil = now + ms;
      if (anchor) anchor = { frame: played, at: stalledUntil };
    },
    unplug(now) {
      playTo(now);
      endSound();
      ring.length = 0;
      received = 0;
      played = 0;
      anchor = null;
      driedAt = null;
      silentFor = Infinity;
    },
    get played() {
      return played;
    },
    get underruns() {
      return underruns;
    },
  };
}
