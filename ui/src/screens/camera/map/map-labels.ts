import type { Tone } from '../../../components/tone.ts';
import type { Mark } from './map-places.ts';

/** Where a name stands beside its mark; none: there is no room, and it is read when somebody points at it. */
export type LabelSide = Side | 'none';
type Side = 'below' | 'above' | 'right' | 'left';

export interface Ground {
  readonly width: number;
  readonly height: number;
  /** Of a letter, px. */
  readonly letter: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of what is seen of a mark, from its middle, px: above and to the right of it stands its status, too. */
const reach: Record<Side, number> = { below: 18, above: 25, right: 23, left: 19 };
const labelHeight = 20;
const longestLabel = 160;
const sides: readonly Side[] = ['below', 'above', 'right', 'left'];

const firstRead: Record<Tone, number> = { 'on-air': 0, trouble: 0, attention: 1, waiting: 2, idle: 3, well: 3 };

/** Names that do not lie on each other or on marks; what somebody should see to is named first. Pure. */
export function placeLabels(marks: readonly Mark[], ground: Ground): ReadonlyMap<string, LabelSide> {
  const taken = marks.map((mark) => faceOf(mark, ground));
  const labels = new Map<string, LabelSide>();
  for (const mark of marks.toSorted((a, b) => firstRead[a.tone] - firstRead[b.tone])) {
    const side = sides.find((each) => {
      const box = labelOf(mark, each, ground);
      return isOn(ground, box) && !taken.some((other) => overlap(box, other));
    });
    labels.set(mark.key, side ?? 'none');
    if (side) taken.push(labelOf(mark, side, ground));
  }
  return labels;
}

function faceOf({ place }: Mark, { width, height }: Ground): Box {
  const [x, y] = [place.x * width, place.y * height];
  // A name may stand close to its mark.
  const close = 5;
  return {
    left: x - reach.left + close,
    right: x + reach.right - close,
    top: y - reach.above + close,
    bottom: y + reach.below - close,
  };
}

/** Below and above, far left it begins at its mark, and far right it ends there. */
function labelOf({ name, place }: Mark, side: Side, { width, height, letter }: Ground): Box {
  const length = Math.min(name.length * letter * 0.58 + 8, longestLabel);
  const [x, y] = [place.x * width, place.y * height];
  const left = {
    below: x - place.x * length,
    above: x - place.x * length,
    right: x + reach.right,
    left: x - reach.left - length,
  };
  const middle = y - labelHeight / 2;
  const top = { below: y + reach.below, above: y - reach.above - labelHeight, right: middle, left: middle };
  return { left: left[side], right: left[side] + length, top: top[side], bottom: top[side] + labelHeight };
}

const isOn = ({ width, height }: Ground, { left, right, top, bottom }: Box) =>
  left >= 0 && right <= width && top >= 0 && bottom <= height;
const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
