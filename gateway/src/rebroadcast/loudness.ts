import { sampleRate } from '../core/wav.ts';
import type { LimiterPort } from './ports.ts';

/**
 * The level of a station as the horns need it, made while it plays: a slow gain toward −16 LUFS (EBU R128's meter, over a
 * quarter of a minute, deaf to pauses), and the buses' own limiter, because what the gain raises has to fit into the 16
 * bits of a feed: the bus, whose sum it is part of, then finds nothing to limit in it. Pure but for what it remembers.
 */
export interface Leveller {
  /** The same samples at their level, the limiter's look-ahead later. */
  level(samples: Int16Array): Int16Array;
  /** The loudest 100 ms of what came last, dBFS as it came in. */
  peakRmsDb(): number;
  /** Of the last seconds as it came in; null: nothing loud enough to measure yet. */
  lufs(): number | null;
}

export const silenceDb = -100;
const targetLufs = -16;
const blockFrames = sampleRate / 10;
const windowBlocks = 150;
/** R128's absolute gate would let a hiss be raised to a roar. */
const gateLufs = -50;
const relativeGateLu = 10;
/** Enough of a station to be sure of its level. */
const sureBlocks = 30;
const risePerBlockDb = 0.05;
const fallPerBlockDb = 0.2;
const mostGainDb = 20;
const leastGainDb = -24;

/** BS.1770: shelf and high pass at 48 kHz; mono counts twice, as it does when a horn plays it. */
const shelf = { b: [1.53512485958697, -2.69169618940638, 1.19839281085285], a: [-1.69065929318241, 0.73248077421585] };
const highPass = { b: [1, -2, 1], a: [-1.99004745483398, 0.99007225036621] };

export function createLeveller(limiters: LimiterPort): Leveller {
  const weigh = [createBiquad(shelf), createBiquad(highPass)] as const;
  const limiter = limiters.open();
  limiter.write(new Float32Array(limiters.lookaheadFrames));
  const blocks: number[] = [];
  let gainDb = 0;
  let from = 1;
  let energy = 0;
  let plain = 0;
  let inBlock = 0;
  let measured = 0;
  let loudest = silenceDb;

  function endBlock(): void {
    loudest = Math.max(loudest, dbOf(plain / blockFrames));
    const lufs = lufsOf(energy / blockFrames);
    energy = plain = inBlock = 0;
    if (lufs <= gateLufs) return;
    blocks.push(lufs);
    measured++;
    if (blocks.length > windowBlocks) blocks.shift();
    const wanted = Math.min(mostGainDb, Math.max(leastGainDb, targetLufs - loudnessOf(blocks)));
    const sure = measured >= sureBlocks;
    gainDb = sure ? Math.min(gainDb + risePerBlockDb, Math.max(gainDb - fallPerBlockDb, wanted)) : wanted;
  }

  return {
    level(samples) {
      loudest = silenceDb;
      const levelled = new Float32Array(samples.length);
      for (let i = 0; i < samples.length; i++) {
        const sample = (samples[i] ?? 0) / 32_768;
        plain += sample * sample;
        const weighed = weigh[1](weigh[0](sample));
        energy += weighed * weighed;
        levelled[i] = sample;
        if (++inBlock === blockFrames) endBlock();
      }
      if (inBlock > 0) loudest = Math.max(loudest, dbOf(plain / inBlock));
      const to = 10 ** (gainDb / 20);
      for (let i = 0; i < levelled.length; i++) {
        levelled[i] = 32_768 * (levelled[i] ?? 0) * (from + ((to - from) * (i + 1)) / levelled.length);
      }
      from = to;
      return limiter.write(levelled);
    },
    peakRmsDb: () => loudest,
    lufs: () => (blocks.length > 0 ? loudnessOf(blocks) : null),
  };
}

/** R128's second gate: what is ten below the rest is a pause. */
function loudnessOf(blocks: readonly number[]): number {
  const mean = meanLufs(blocks);
  return meanLufs(blocks.filter((block) => block >= mean - relativeGateLu));
}

function meanLufs(blocks: readonly number[]): number {
  const energies = blocks.map((block) => 10 ** (block / 10));
  return 10 * Math.log10(energies.reduce((sum, value) => sum + value, 0) / Math.max(1, energies.length));
}

function lufsOf(meanSquare: number): number {
  return meanSquare <= 0 ? silenceDb : -0.691 + 10 * Math.log10(2 * meanSquare);
}

function dbOf(meanSquare: number): number {
  return meanSquare <= 0 ? silenceDb : Math.max(silenceDb, 10 * Math.log10(meanSquare));
}

function createBiquad({ b, a }: { b: readonly number[]; a: readonly number[] }): (x: number) => number {
  const [b0 = 0, b1 = 0, b2 = 0] = b;
  const [a1 = 0, a2 = 0] = a;
  let z1 = 0;
  let z2 = 0;
  return (x) => {
    const y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    return y;
  };
}
