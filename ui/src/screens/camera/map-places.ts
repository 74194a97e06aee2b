import type { Camera, MapPlace } from '#contract';
import type { Tone } from '../../components/tone.ts';
import { cameraMark } from '../../lib/camera/say-camera.ts';

/** Places on the map: parts of its width and height. */

export interface Mark {
  readonly id: string;
  readonly name: string;
  readonly place: MapPlace;
  readonly tone: Tone;
  /** Its status. */
  readonly word: string;
  /** Where it leads; null: nowhere. */
  readonly href: string | null;
}

export function marksOf(cameras: readonly Camera[], leads: boolean): Mark[] {
  return cameras.flatMap((camera) => {
    const { id, name, place } = camera;
    return place === null ? [] : [{ id, name, place, ...cameraMark(camera), href: leads ? `/camera/${id}` : null }];
  });
}

/** Something is never put where nobody could take hold of it again. */
const edge = 0.03;
const within = (part: number): number => Math.round(Math.min(1 - edge, Math.max(edge, part)) * 1000) / 1000;

export function placeIn(
  box: { left: number; top: number; width: number; height: number },
  x: number,
  y: number,
): MapPlace {
  return { x: within((x - box.left) / box.width), y: within((y - box.top) / box.height) };
}

const directions: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** One step by an arrow key, or ten at once; null: no arrow key. */
export function moved({ x, y }: MapPlace, key: string, far: boolean): MapPlace | null {
  const direction = directions[key];
  if (!direction) return null;
  const step = far ? 0.1 : 0.01;
  return { x: within(x + direction[0] * step), y: within(y + direction[1] * step) };
}

/** Somewhere that can be seen, on nothing that is there already. */
export function freePlace(taken: readonly { readonly place: MapPlace | null }[]): MapPlace {
  const spots = [0.5, 0.3, 0.7, 0.15, 0.85].flatMap((y) => [0.5, 0.25, 0.75].map((x) => ({ x, y })));
  const isFree = (spot: MapPlace) =>
    taken.every(({ place }) => place === null || Math.hypot(place.x - spot.x, place.y - spot.y) > 0.1);
  return spots.find(isFree) ?? { x: 0.5, y: 0.5 };
}
