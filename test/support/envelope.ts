const windowMs = 10;
const windowFrames = 480;

/** How loud it is every 10 ms. */
function envelope(samples: Int16Array): Float64Array {
  const windows = new Float64Array(Math.floor(samples.length / windowFrames));
  for (let at = 0; at < windows.length; at++) {
    let squares = 0;
    for (let i = 0; i < windowFrames; i++) squares += (samples[at * windowFrames + i] ?? 0) ** 2;
    windows[at] = Math.sqrt(squares / windowFrames);
  }
  return windows;
}

/**
 * How well each stretch of what was heard follows a sound that is repeated over and over, −1…1, wherever in it the
 * stretch began. Silent ones are left out.
 */
export function matches(repeated: Int16Array, heard: Int16Array, stretchMs: number): number[] {
  const [pattern, found] = [envelope(repeated), envelope(heard)];
  const windows = Math.round(stretchMs / windowMs);
  const result: number[] = [];
  for (let from = 0; from + windows <= found.length; from += windows) {
    const stretch = found.subarray(from, from + windows);
    if (stretch.every((level) => level === 0)) continue;
    const shifts = pattern.map((_, shift) => correlation(stretch, (at) => pattern[(at + shift) % pattern.length] ?? 0));
    result.push(Math.max(...shifts));
  }
  return result;
}

function correlation(a: Float64Array, b: (at: number) => number): number {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (const [at, x] of a.entries()) {
    const y = b(at);
    sumA += x;
    sumB += y;
    squaresA += x * x;
    squaresB += y * y;
    products += x * y;
  }
  const n = a.length;
  const spread = Math.sqrt((n * squaresA - sumA ** 2) * (n * squaresB - sumB ** 2));
  return spread === 0 ? 0 : (n * products - sumA * sumB) / spread;
}
