import type { PictureFault } from '../status.ts';

/** A key frame as its brightness (0…255) at points that are not blended. */
export interface Look {
  readonly atMs: number;
  readonly luma: Buffer;
}

/** So many points of a picture are compared; enough to keep its noise, the sign that it lives. */
export const lookSize = { width: 160, height: 90 };

/** Below: as good as black, also where black is 16. A little light somewhere is still a covered lens. */
const darkest = 42;
const darkShare = 0.98;
/** A dark night still has its noise and its lamps. */
const flatDeviation = 8;
/** −50 dB of the full range, on average over all points: a clock that goes on in its corner changes less. */
const alikeBy = 255 * 10 ** (-50 / 20);
/** Pictures alike for so long are one picture: nothing lives without noise. */
export const frozenMs = 5_000;

/** What several key frames, the newest last, show together; null: too few to tell. Pure. */
export function judgePicture(looks: readonly Look[]): 'live' | PictureFault | null {
  const [newest, first] = [looks.at(-1), looks[0]];
  if (!newest || !first) return null;
  if (isBlack(newest.luma)) return 'black';
  const alike = looks.every(
    (look, n) => n === 0 || differenceOf(looks[n - 1]?.luma ?? look.luma, look.luma) <= alikeBy,
  );
  if (!alike) return 'live';
  return newest.atMs - first.atMs >= frozenMs ? 'frozen' : null;
}

function isBlack(luma: Buffer): boolean {
  const dark = luma.reduce((count, value) => count + (value <= darkest ? 1 : 0), 0);
  if (luma.length === 0 || dark < darkShare * luma.length) return false;
  const mean = luma.reduce((sum, value) => sum + value, 0) / luma.length;
  const variance = luma.reduce((sum, value) => sum + (value - mean) ** 2, 0) / luma.length;
  return Math.sqrt(variance) < flatDeviation;
}

/** Mean absolute difference of two pictures, in steps of brightness. Of two sizes they are two pictures. */
function differenceOf(a: Buffer, b: Buffer): number {
  if (a.length !== b.length || a.length === 0) return Infinity;
  return a.reduce((sum, value, n) => sum + Math.abs(value - (b[n] ?? 0)), 0) / a.length;
}
