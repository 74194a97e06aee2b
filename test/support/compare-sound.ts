import { soundRate } from './sound.ts';

/** How what was heard is related to what was played. Pure. */
export interface Likeness {
  /** Where in what was heard the source begins, ms; negative: its beginning is missing. */
  readonly offsetMs: number;
  /** 1: the same but for level; 0: nothing to do with it. */
  readonly correlation: number;
  /** What was heard less the source, dB, over the part they share. */
  readonly levelDb: number;
  /** How long it sounds in each: from the first sample that is not silence to the last. */
  readonly durationMs: { readonly source: number; readonly heard: number };
}

interface Place {
  readonly at: number;
  readonly correlation: number;
}

/** First looked for at 4 kHz, the part of the band that every codec keeps; then to the sample. */
const factor = 12;
/** A tone looks alike a period later, and the coarse look may fall between two samples: so many places are looked at closely. */
const candidates = 20;
/** −46 dBFS: louder than any codec's own noise. */
const silence = 164;
/** So much of the beginning may be missing. */
const mostMissingMs = 500;

/** Looks for `source` (48 kHz mono) anywhere in `heard`, up to a gain. */
export function compareSound(source: Int16Array, heard: Int16Array): Likeness {
  const [short, long] = [decimate(source), decimate(heard)];
  const earliest = -Math.round((mostMissingMs * soundRate) / 1000 / factor);
  const { at, correlation } = places(short, long, earliest, long.length, 5)
    .slice(0, candidates)
    .flatMap((about) => places(source, heard, (about.at - 1) * factor, (about.at + 1) * factor, 7).slice(0, 1))
    .reduce((one, other) => (other.correlation > one.correlation ? other : one));
  const shared = overlap(source, heard, at, 1);
  return {
    offsetMs: (at * 1000) / soundRate,
    correlation,
    levelDb: 10 * Math.log10((shared.heard || 1e-9) / (shared.source || 1e-9)),
    durationMs: { source: soundingMs(source), heard: soundingMs(heard) },
  };
}

type Samples = Int16Array | Float64Array;

/** Every place from `from` to `to`, the likeliest first; only each `stride`th sample is looked at. */
function places(source: Samples, heard: Samples, from: number, to: number, stride: number): Place[] {
  let whole = 0;
  for (let i = 0; i < source.length; i += stride) whole += (source[i] ?? 0) ** 2;
  return Array.from({ length: to - from + 1 }, (_, index): Place => {
    const at = from + index;
    const { product, heard: energy } = overlap(source, heard, at, stride);
    return { at, correlation: energy === 0 || whole === 0 ? 0 : product / Math.sqrt(energy * whole) };
  }).sort((one, other) => other.correlation - one.correlation);
}

function overlap(source: Samples, heard: Samples, at: number, stride: number) {
  let product = 0;
  let energy = 0;
  let sourceEnergy = 0;
  const begin = at < 0 ? Math.ceil(-at / stride) * stride : 0;
  for (let i = begin; i < source.length && at + i < heard.length; i += stride) {
    const [a, b] = [source[i] ?? 0, heard[at + i] ?? 0];
    product += a * b;
    energy += b * b;
    sourceEnergy += a * a;
  }
  return { product, heard: energy, source: sourceEnergy };
}

function decimate(samples: Int16Array): Float64Array {
  return Float64Array.from({ length: Math.floor(samples.length / factor) }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < factor; k++) sum += samples[i * factor + k] ?? 0;
    return sum / factor;
  });
}

function soundingMs(samples: Int16Array): number {
  const loud = (sample: number) => Math.abs(sample) >= silence;
  const first = samples.findIndex(loud);
  return first < 0 ? 0 : ((samples.findLastIndex(loud) - first + 1) * 1000) / soundRate;
}
