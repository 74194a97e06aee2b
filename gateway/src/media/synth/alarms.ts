import { sampleRate } from '../../core/wav.ts';

/**
 * Pure: the sounds of an emergency, canonical and at their level (−16 LUFS), so that they need neither ffmpeg
 * nor the library. A test measures them.
 */
const turn = 2 * Math.PI;

export type Alarm = 'siren' | 'drill' | 'all-clear';

export const alarms: Readonly<Record<Alarm, { readonly durationMs: number; make(): Float64Array }>> = {
  siren: { durationMs: 10_000, make: siren },
  drill: { durationMs: 3_080, make: drillChime },
  'all-clear': { durationMs: 9_000, make: allClear },
};

/**
 * A motor siren: its tone glides up and down as the rotor speeds up and slows down. The first sample follows the last
 * with no seam, so that it can be repeated for as long as need be.
 */
function siren(): Float64Array {
  const [lowHz, highHz, swingMs, swings] = [420, 1_150, 5_000, 2];
  const frames = (swings * swingMs * sampleRate) / 1_000;
  const swingFrames = frames / swings;
  const glide = (n: number) => lowHz * (highHz / lowHz) ** ((1 - Math.cos((turn * n) / swingFrames)) / 2);
  const phases = new Float64Array(frames + 1);
  for (let n = 0; n < frames; n++) phases[n + 1] = (phases[n] ?? 0) + glide(n) / sampleRate;
  // A whole number of turns, or the seam would click.
  const stretch = Math.round(phases[frames] ?? 0) / (phases[frames] ?? 1);
  return phases.subarray(0, frames).map((phase) => sirenLevel * voice(phase * stretch));
}

/** Long and even, as sirens sound when all is over. */
function allClear(): Float64Array {
  return shaped(9_000, 600, (phase) => allClearLevel * voice(phase), 400);
}

/** Twice four quick high and low strokes with a rest: nobody takes it for the siren. */
function drillChime(): Float64Array {
  const strokes = [988, 740, 988, 740].map((hz) => shaped(260, hz, (phase) => drillLevel * Math.sin(turn * phase), 25));
  const rest = new Float64Array((500 * sampleRate) / 1_000);
  return joined([...strokes, rest, ...strokes, rest]);
}

/** Found by measuring: −16 LUFS each. */
const sirenLevel = 0.14;
const allClearLevel = 0.15;
const drillLevel = 0.2;

/** A tone with the edge of a horn. */
function voice(phase: number): number {
  const at = turn * phase;
  return Math.sin(at) + 0.4 * Math.sin(2 * at) + 0.2 * Math.sin(3 * at);
}

function shaped(ms: number, hz: number, tone: (phase: number) => number, rampMs: number): Float64Array {
  const frames = (ms * sampleRate) / 1_000;
  const ramp = (rampMs * sampleRate) / 1_000;
  return new Float64Array(frames).map((_, n) => {
    const level = Math.min(1, n / ramp, (frames - n) / ramp);
    return level * tone((n * hz) / sampleRate);
  });
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
