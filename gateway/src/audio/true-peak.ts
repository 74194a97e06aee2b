/**
 * Where the wave between the samples is highest: the points at ¼, ½ and ¾ between two samples, as a converter draws them
 * (ITU-R BS.1770-4, annex 2: four-fold oversampling). Our own filter, twice as long as the example there, so that sound up
 * to 20 kHz is not judged too low.
 */
const tapsEachSide = 12;
const kaiserBeta = 6;
const quarter = tapsAt(0.25);
const half = tapsAt(0.5);

/** So many samples after a point have to be known before it can be judged. */
export const truePeakAhead = tapsEachSide;
export const truePeakTaps = 2 * tapsEachSide;
/** No point rises higher above the loudest of the samples around it than this. */
export const highestRise = [quarter, half].reduce(
  (highest, taps) =>
    Math.max(
      highest,
      taps.reduce((sum, tap) => sum + Math.abs(tap), 0),
    ),
  1,
);

/** The highest point from the sample at `index` to just before the next one, as an amplitude. */
export function truePeakAt(samples: Float32Array, index: number): number {
  const first = index - tapsEachSide + 1;
  const last = index + tapsEachSide;
  let atQuarter = 0;
  let atHalf = 0;
  let atThreeQuarters = 0;
  for (let tap = 0; tap < truePeakTaps; tap++) {
    const sample = samples[first + tap] ?? 0;
    const weight = quarter[tap] ?? 0;
    atQuarter += weight * sample;
    atHalf += (half[tap] ?? 0) * sample;
    // Seen from the other side, three quarters are a quarter.
    atThreeQuarters += weight * (samples[last - tap] ?? 0);
  }
  const between = Math.max(Math.abs(atQuarter), Math.abs(atHalf), Math.abs(atThreeQuarters));
  return Math.max(Math.abs(samples[index] ?? 0), between);
}

/** The weights of the samples around a point that lies `fraction` after the middle one: a sinc in a Kaiser window. */
function tapsAt(fraction: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * tapsEachSide }, (_, tap) => {
    const away = tap - (tapsEachSide - 1) - fraction;
    const window = bessel(kaiserBeta * Math.sqrt(Math.max(0, 1 - (away / tapsEachSide) ** 2))) / bessel(kaiserBeta);
    return (Math.sin(Math.PI * away) / (Math.PI * away)) * window;
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

/** I₀, the modified Bessel function of order zero, by its series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / 2 / k) ** 2;
    sum += term;
  }
  return sum;
}
