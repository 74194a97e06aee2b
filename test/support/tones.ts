/** Which of some tones a stretch of sound is: what a listener would call it. */

const sampleRate = 48_000;

/** Power of a sound at one frequency (Goertzel), as a share of all its power. */
export function shareOf(samples: Int16Array, hz: number): number {
  const k = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
  let s1 = 0;
  let s2 = 0;
  let power = 0;
  for (const sample of samples) {
    const s0 = sample + k * s1 - s2;
    s2 = s1;
    s1 = s0;
    power += sample * sample;
  }
  return power === 0 ? 0 : (2 * (s1 * s1 + s2 * s2 - k * s1 * s2)) / samples.length / power;
}

/** The name of the tone that is most of it; `silence` below −60 dBFS, `?` when it is none of them. */
export function toneIn(samples: Int16Array, tones: Readonly<Record<string, number>>): string {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  if (Math.sqrt(power / Math.max(1, samples.length)) < 33) return 'silence';
  const [best] = Object.entries(tones)
    .map(([name, hz]) => ({ name, share: shareOf(samples, hz) }))
    .sort((a, b) => b.share - a.share);
  return best && best.share > 0.6 ? best.name : '?';
}

/** The largest step from one sample to the next: a click is one that the tones do not have. */
export function largestStep(samples: Int16Array): number {
  let largest = 0;
  for (let i = 1; i < samples.length; i++) {
    largest = Math.max(largest, Math.abs((samples[i] ?? 0) - (samples[i - 1] ?? 0)));
  }
  return largest;
}

export function sine(hz: number, frames: number, amplitude = 0.15, from = 0): Int16Array {
  const samples = new Int16Array(frames);
  for (let i = 0; i < frames; i++) {
    samples[i] = Math.round(32_767 * amplitude * Math.sin((2 * Math.PI * hz * (from + i)) / sampleRate));
  }
  return samples;
}
