/**
 * Turns sound of any rate into another as it comes, with a cubic through four samples (Catmull-Rom): enough for a voice,
 * and some ten operations a sample. A browser that gives 48 kHz by itself is passed through.
 */
export function createResampler(from: number, to: number): (input: Float32Array) => Float32Array {
  if (from === to) return (input) => input;
  const step = from / to;
  let kept = new Float32Array(3);
  /** Where the next output sample lies, in samples from the second kept one. */
  let at = 0;
  return (input) => {
    const all = new Float32Array(kept.length + input.length);
    all.set(kept);
    all.set(input, kept.length);
    const count = Math.max(0, Math.ceil((all.length - 3 - at) / step));
    const output = new Float32Array(count);
    for (let i = 0; i < count; i++, at += step) {
      const whole = Math.floor(at);
      output[i] = cubic(all, whole, at - whole);
    }
    const passed = Math.min(Math.floor(at), all.length - 3);
    kept = all.slice(passed);
    at -= passed;
    return output;
  };
}

/** Between the second and the third of the four samples from `at` on. */
function cubic(samples: Float32Array, at: number, share: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = samples.subarray(at, at + 4);
  const slope = (c - a) / 2;
  const square = a - 2.5 * b + 2 * c - d / 2;
  const cube = (d - a) / 2 + 1.5 * (b - c);
  return ((cube * share + square) * share + slope) * share + b;
}
