import type { Reason } from '../contract/index.ts';
import type { Played, PlayRequest } from './bus.ts';
import type { Passage, SoundReader } from './sound-reader.ts';
import { framesPerMs } from '../core/wav.ts';

/** An item that began to sound, and the frame of its first sample. */
export interface Beginning {
  readonly item: number;
  readonly frame: number;
}

/** One play on the line: where its samples go, which of them sounded, and how it ends. Frames are the sink's. */
export interface Voice {
  /** Puts its first sample at `frame`. */
  startAt(frame: number): void;
  /** Puts it where its own time is: its first sample would lie at `zero`, and what was due before `from` is dropped. */
  resume(zero: number, from: number): void;
  /** While the sink is away its time runs on: drops the first `frames` of its sound. */
  dropTo(frames: number): void;
  /** Must be silent at `frame`: it ramps before it. The earliest cut counts. */
  cut(frame: number, ending: 'stopped' | 'end-by'): void;
  /** What was written from `frame` on will not sound there: its samples are to be mixed anew. */
  takeBack(frame: number): void;
  /** Adds its samples for the frames from `from` on. */
  mixInto(mix: Float32Array, from: number, frames: number): void;
  /** The sink has played up to `frame`. Returns what began to sound since the last call. */
  playedUpTo(frame: number): Beginning[];
  /** The sink is gone: what it had not played never sounded. */
  lost(): void;
  /** The sink ran dry under it. */
  ranDry(): void;
  sounding(): boolean;
  /** Its first samples wait, or it is known that there are none. */
  ready(): boolean;
  /** Everything was taken. */
  exhausted(): boolean;
  /** The frame behind its last sample; null: it is not known yet. */
  end(): number | null;
  /** How it ended, once the sink has played all of it. */
  finished(): 'ended' | 'stopped' | 'end-by' | null;
  /** What it is so far. */
  result(ending: Played['ending'], startedAt: number | null, fault: Reason | null): Played;
  close(): void;
}

/** Long enough not to click, short enough for "stop now". */
export const rampFrames = 50 * framesPerMs;

interface Stretch {
  readonly item: number;
  from: number;
  to: number;
}

export function createVoice(request: PlayRequest, reader: SoundReader): Voice {
  const gain = 10 ** (request.gainDb / 20);
  const airedFrames = request.items.map(() => 0);
  /** The item that began to sound last. */
  let begun: number | null = null;
  /** What was written and has not sounded yet, in order. */
  let stretches: Stretch[] = [];
  /** The samples of them, should they be taken back; and those that were, to come again first. */
  let written: (Passage & { readonly at: number })[] = [];
  let again: Passage[] = [];
  /** The frame its very first sample lies at, or would lie at; moves when the disk could not keep up. */
  let zero: number | null = null;
  let taken = 0;
  let dueToDrop = 0;
  let playedTo = -Infinity;
  let cutAt: { frame: number; ending: 'stopped' | 'end-by' } | null = null;
  let underruns = 0;

  function take(frames: number): Passage | null {
    const head = again[0];
    if (!head) return reader.take(frames);
    const { item, samples } = head;
    if (samples.length <= frames) again.shift();
    else again[0] = { item, samples: samples.subarray(frames) };
    return { item, samples: samples.subarray(0, frames) };
  }

  const allTaken = () => again.length === 0 && reader.ended();

  function drop(): void {
    while (taken < dueToDrop) {
      const passage = take(dueToDrop - taken);
      if (!passage) return;
      taken += passage.samples.length;
    }
  }

  function remember({ item, samples }: Passage, from: number): void {
    const frames = samples.length;
    written.push({ item, samples, at: from });
    const last = stretches.at(-1);
    if (last && last.item === item && last.to === from) last.to += frames;
    else stretches.push({ item, from, to: from + frames });
  }

  function add(mix: Float32Array, offset: number, samples: Int16Array, firstFrame: number): void {
    const cut = cutAt?.frame ?? Infinity;
    const ramping = firstFrame + samples.length > cut - rampFrames;
    for (let i = 0; i < samples.length; i++) {
      const level = ramping ? gain * Math.min(1, (cut - firstFrame - i) / rampFrames) : gain;
      mix[offset + i] = (mix[offset + i] ?? 0) + (samples[i] ?? 0) * level;
    }
  }

  return {
    startAt(frame) {
      zero = frame;
    },
    resume(newZero, from) {
      zero = newZero;
      cutAt = null;
      dueToDrop = Math.max(dueToDrop, from - newZero);
      drop();
    },
    dropTo(frames) {
      dueToDrop = Math.max(dueToDrop, Math.round(frames));
      drop();
    },
    cut(frame, ending) {
      if (cutAt?.ending === ending || (cutAt && cutAt.frame <= frame)) return;
      cutAt = { frame: Math.round(frame), ending };
    },
    takeBack(frame) {
      const back = written.filter(({ at, samples }) => at + samples.length > frame);
      if (!back[0]) return;
      const first = Math.max(frame, back[0].at);
      const samplesOf = (part: Passage & { at: number }) => part.samples.subarray(Math.max(0, frame - part.at));
      const parts = back.map((part) => ({ item: part.item, samples: samplesOf(part) }));
      again = [...parts, ...again];
      taken -= parts.reduce((sum, { samples }) => sum + samples.length, 0);
      zero = first - taken;
      written = written.flatMap(({ item, samples, at }) =>
        at < frame ? [{ item, at, samples: samples.subarray(0, frame - at) }] : [],
      );
      stretches = stretches.flatMap(({ item, from, to }) =>
        from < frame ? [{ item, from, to: Math.min(to, frame) }] : [],
      );
    },
    mixInto(mix, from, frames) {
      drop();
      if (zero === null || taken < dueToDrop || allTaken()) return;
      const end = Math.min(from + frames, cutAt?.frame ?? Infinity);
      zero = Math.max(zero, from - taken);
      for (let at = zero + taken; at < end; at = zero + taken) {
        const passage = take(end - at);
        if (!passage) {
          if (!allTaken()) underruns++; // the disk could not keep up: silence now, nothing left out
          return;
        }
        add(mix, at - from, passage.samples, at);
        remember(passage, at);
        taken += passage.samples.length;
      }
    },
    playedUpTo(frame) {
      const beginnings: Beginning[] = [];
      playedTo = Math.max(playedTo, frame);
      for (const stretch of stretches) {
        const to = Math.min(stretch.to, playedTo);
        if (to <= stretch.from) break;
        if (begun !== stretch.item) {
          begun = stretch.item;
          beginnings.push({ item: stretch.item, frame: stretch.from });
        }
        airedFrames[stretch.item] = (airedFrames[stretch.item] ?? 0) + to - stretch.from;
        stretch.from = to;
      }
      stretches = stretches.filter((stretch) => stretch.to > stretch.from);
      written = written.filter(({ at, samples }) => at + samples.length > playedTo);
      return beginnings;
    },
    lost() {
      stretches = [];
      written = [];
      playedTo = -Infinity;
    },
    ranDry() {
      underruns++;
    },
    sounding: () => begun !== null && stretches.some((stretch) => stretch.from <= playedTo),
    ready: () => again.length > 0 || reader.ready(),
    exhausted: allTaken,
    end: () => (zero !== null && allTaken() ? zero + taken : null),
    finished() {
      if (cutAt && playedTo >= cutAt.frame) return cutAt.ending;
      return zero !== null && allTaken() && stretches.length === 0 ? 'ended' : null;
    },
    result: (ending, startedAt, fault) => ({
      startedAt,
      airedMs: toMs(airedFrames.reduce((sum, frames) => sum + frames, 0)),
      items: request.items.map((item, index) => ({
        title: item.title,
        airedMs: toMs(airedFrames[index] ?? 0),
        problem: reader.problem(index),
      })),
      ending,
      fault,
      underruns,
    }),
    close: () => reader.close(),
  };
}

function toMs(frames: number): number {
  return Math.round(frames / framesPerMs);
}
