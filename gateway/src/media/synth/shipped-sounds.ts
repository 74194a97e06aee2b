import { bell, perform, pluck, type Note } from './instruments.ts';

/**
 * Pure: the sounds that come with the gateway, composed for it and made by arithmetic, so that nobody's rights are in
 * them. By file below `playlists/chimes/`. A test compares the committed files with these.
 */
export const shippedSounds: Readonly<Record<string, () => Float64Array>> = {
  'mo-dau.flac': () => perform(chime([65, 69, 72, 77], 420), bell, 4_200),
  'ket-thuc.flac': () => perform(chime([77, 72, 65], 520), bell, 4_000),
  'chu-y.flac': () => perform(chime([81, 77, 81, 77], 380), bell, 3_600),
  'nhac-sang.flac': () => perform(zither(morning, 300), pluck, 24_000),
  'nhac-chieu.flac': () => perform(zither(evening, 400), pluck, 24_000),
};

function chime(pitches: readonly number[], apartMs: number): Note[] {
  return pitches.map((pitch, n) => ({ atMs: 60 + n * apartMs, pitch, force: 0.9 }));
}

/** The five degrees of a zither tuned in the Bắc mode: hò, xự, xang, xê, cống. */
const degrees = [0, 2, 5, 7, 9];
const lowestString = 55;

const stringPitch = (string: number) => lowestString + 12 * Math.floor(string / 5) + (degrees[string % 5] ?? 0);

/**
 * A score: a token a beat. A number plucks that string (0 is the lowest), `-` lets it ring, `a+b` plucks two together,
 * `a/b` sweeps quickly over all strings from a to b, as a zither player does before a strong note.
 */
function zither(score: string, beatMs: number): Note[] {
  return score
    .trim()
    .split(/\s+/)
    .flatMap((token, beat) => {
      const atMs = 100 + beat * beatMs;
      const force = beat % 4 === 0 ? 0.9 : 0.7;
      const [from, to] = token.split('/').map(Number);
      if (token === '-') return [];
      if (from !== undefined && to !== undefined) return sweep(from, to, atMs, beatMs);
      return token.split('+').map((string) => ({ atMs, pitch: stringPitch(Number(string)), force }));
    });
}

function sweep(from: number, to: number, atMs: number, beatMs: number): Note[] {
  const count = Math.abs(to - from) + 1;
  const step = Math.sign(to - from);
  return Array.from({ length: count }, (_, n) => ({
    atMs: atMs + (n * beatMs * 0.9) / count,
    pitch: stringPitch(from + n * step),
    force: 0.35 + (0.4 * n) / count,
  }));
}

/** Awake and rising. 72 beats. */
const morning = `
  2/11 12+5 -  10 11 10  8  7   8+3  -  7  8 10  -  8  -
  5+10  -   8  7  8  10 11 12  13+5  - 12 10 11  -  -  -
  3/12 13+6 - 12 10  8  10 11  12+5  - 10  8  7  8 10  -
  8+3   7   5  7  8  10  8  7   5+10 -  7  8 10 11 12  -
  2/9  10+5 -  -  0/15  15+10+5 - -
`;

/** Quiet and coming home. 54 beats. */
const evening = `
  12+5 - 11 10  8  -  7  -   8+3 - 10  8  7  5  -  -
  7+2  -  8 10 11  - 10  8   7+5 -  5  -  3  -  -  -
  9/3  10+5 -  8  7  -  8 10  8+3 -  7  5  7  -  -  -
  5+0  -  3  5  -  -
`;
