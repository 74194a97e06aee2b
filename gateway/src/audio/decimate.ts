const factor = 6;
const taps = 145;
/** Down 6 dB here; below −50 dB from 4.2 kHz on, where it would fold back into speech. */
const cutoff = 3_600 / 48_000;

/** How much later the sound is by the filter, in frames at 48 kHz. */
export const decimationDelayFrames = (taps - 1) / 2;

/** 48 kHz → 8 kHz with a linear-phase low-pass (windowed sinc, Hamming); keeps its history between calls. */
export function createDecimator(): (samples: Int16Array) => Int16Array {
  const kernel = lowPass();
  let history = new Int16Array(taps - 1);
  return (samples) => {
    const all = new Int16Array(history.length + samples.length);
    all.set(history);
    all.set(samples, history.length);
    const out = new Int16Array(Math.floor(samples.length / factor));
    for (let o = 0; o < out.length; o++) {
      let sum = 0;
      const first = o * factor;
      for (let k = 0; k < taps; k++) sum += (all[first + k] ?? 0) * (kernel[k] ?? 0);
      out[o] = Math.round(Math.max(-32_768, Math.min(32_767, sum)));
    }
    history = all.slice(out.length * factor);
    return out;
  };
}

function lowPass(): Float64Array {
  const kernel = new Float64Array(taps);
  const middle = (taps - 1) / 2;
  for (let k = 0; k < taps; k++) {
    const x = k - middle;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    kernel[k] = sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * k) / (taps - 1)));
  }
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map((value) => value / sum);
}
