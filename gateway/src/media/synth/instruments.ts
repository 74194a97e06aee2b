/** Pure: two instruments, as arithmetic. Samples are −1 … 1 at `synthRate`; the same on every machine. */

/** Horns carry nothing above 8 kHz, and half the rate is half the file. */
export const synthRate = 24_000;

export interface Note {
  readonly atMs: number;
  /** MIDI number: 69 is the A of 440 Hz. */
  readonly pitch: number;
  /** 0 … 1 */
  readonly force: number;
}

export type Instrument = (note: Note) => Float64Array;

const frequencyOf = (pitch: number) => 440 * 2 ** ((pitch - 69) / 12);
const samplesIn = (ms: number) => Math.round((ms * synthRate) / 1000);

/** A struck bar: a clear tone, its octave, and two partials out of tune that die first, as metal does. */
export const bell: Instrument = ({ pitch, force }) => {
  const partials = [
    { ratio: 1, level: 1, decayMs: 900 },
    { ratio: 2, level: 0.45, decayMs: 550 },
    { ratio: 2.76, level: 0.18, decayMs: 260 },
    { ratio: 5.4, level: 0.07, decayMs: 110 },
  ];
  const attackMs = 4;
  const sound = new Float64Array(samplesIn(3_000));
  for (const { ratio, level, decayMs } of partials) {
    const frequency = frequencyOf(pitch) * ratio;
    if (frequency > synthRate * 0.45) continue;
    for (let n = 0; n < sound.length; n++) {
      const ms = (n * 1000) / synthRate;
      const envelope = Math.min(1, ms / attackMs) * Math.exp(-ms / decayMs);
      sound[n] = (sound[n] ?? 0) + force * level * envelope * Math.sin((2 * Math.PI * frequency * n) / synthRate);
    }
  }
  return sound;
};

/**
 * A plucked string, Karplus and Strong (Computer Music Journal 7:2, 1983): a burst of noise goes round a delay line as
 * long as the tone's period and loses its highs on each round. Bright and slowly fading, like a zither.
 */
export const pluck: Instrument = ({ pitch, force }) => {
  const period = synthRate / frequencyOf(pitch);
  // The averaging delays by half a sample; the rest of the fraction is interpolated, so that high notes stay in tune.
  const whole = Math.floor(period - 0.5);
  const fraction = period - 0.5 - whole;
  const loss = 0.5 ** (1 / (frequencyOf(pitch) * fadeSeconds(pitch)));
  const line = pluckedLine(whole + 2, pitch);
  const sound = new Float64Array(samplesIn(2_800));
  let previous = 0;
  for (let n = 0; n < sound.length; n++) {
    const at = n % line.length;
    const older = line[(at + line.length - whole - 1) % line.length] ?? 0;
    const old = line[(at + line.length - whole) % line.length] ?? 0;
    const delayed = old * (1 - fraction) + older * fraction;
    const next = loss * 0.5 * (delayed + previous);
    previous = delayed;
    const out = n < line.length ? (line[at] ?? 0) : next;
    line[at] = out;
    sound[n] = out * force;
  }
  return fadeOut(sound, 300);
};

/** To half its strength; high strings are shorter. */
const fadeSeconds = (pitch: number) => 0.9 - (pitch - 55) * 0.012;

/** The same noise for the same note on every run, softened as a finger softens it, without an offset. */
function pluckedLine(length: number, pitch: number): Float64Array {
  let seed = 1 + pitch * 7919;
  let soft = 0;
  const line = new Float64Array(length).map(() => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    soft += 0.55 * (seed / 0x3fffffff - 1 - soft);
    return soft;
  });
  const offset = line.reduce((sum, sample) => sum + sample, 0) / length;
  return line.map((sample) => sample - offset);
}

/** Plays the notes over each other and sets the loudest sample to half of full scale. */
export function perform(notes: readonly Note[], instrument: Instrument, lengthMs: number): Float64Array {
  const piece = new Float64Array(samplesIn(lengthMs));
  for (const note of notes) {
    const from = samplesIn(note.atMs);
    const sound = instrument(note);
    for (let n = 0; n < sound.length && from + n < piece.length; n++) {
      piece[from + n] = (piece[from + n] ?? 0) + (sound[n] ?? 0);
    }
  }
  const loudest = piece.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return fadeOut(piece, 400).map((sample) => (sample * 0.5) / Math.max(loudest, 1e-9));
}

function fadeOut(sound: Float64Array, ms: number): Float64Array {
  const length = samplesIn(ms);
  return sound.map((sample, n) => sample * Math.min(1, (sound.length - n) / length));
}
