/** Below −46 dBFS there is no voice. */
const silentBelow = 164;
const keptMs = 15;

/** Pure: without the silence an engine puts around a sentence, so that pauses are as long as we say. */
export function trim(samples: Int16Array, rate: number): Int16Array {
  const kept = Math.round((keptMs * rate) / 1000);
  const loud = (sample: number) => Math.abs(sample) >= silentBelow;
  const first = samples.findIndex(loud);
  if (first < 0) return samples.subarray(0, 0);
  return samples.subarray(Math.max(0, first - kept), samples.findLastIndex(loud) + 1 + kept);
}
