import type { Camera, Levels, MapPlace, Zone } from '#contract';
import type { Tone } from '../../../components/tone.ts';
import { cameraMark } from '../../../lib/camera/say-camera.ts';
import { t } from '../../../lib/i18n/index.svelte.ts';
import { zoneMark } from '../../../lib/say-zone.ts';

/** Something that can be on the map. Places are parts of its width and height. */
export interface Thing {
  /** A camera and a zone may have one id. */
  readonly key: string;
  readonly icon: 'camera' | 'horn';
  readonly name: string;
  /** For who only hears it: a camera and a zone may have one name, too. */
  readonly called: string;
  readonly place: MapPlace | null;
  readonly tone: Tone;
  /** Its status. */
  readonly word: string;
  /** Where it leads; null: nowhere. */
  readonly href: string | null;
  /** The keys of the zones that are heard where it looks. */
  readonly near: readonly string[];
  /** How loud its horns are now: 0 … 3. */
  readonly rings: number;
}

/** What is on it. */
export interface Mark extends Thing {
  readonly place: MapPlace;
}

export const cameraKey = (id: string) => `camera/${id}`;
export const zoneKey = (id: string) => `zone/${id}`;

export function cameraThing(camera: Camera): Thing {
  const { id, name, place, zoneIds } = camera;
  return {
    ...{ key: cameraKey(id), icon: 'camera', name, called: name, place, ...cameraMark(camera) },
    ...{ href: `/camera/${id}`, near: zoneIds.map(zoneKey), rings: 0 },
  };
}

export function zoneThing(zone: Zone, levels: Levels): Thing {
  const { id, name, place } = zone;
  return {
    ...{ key: zoneKey(id), icon: 'horn', name, called: t('map.zone', { name }), place, ...zoneMark(zone) },
    ...{ href: `/more/zones/${id}`, near: [], rings: ringsOf(zone, levels) },
  };
}

/** Of what leaves its output while its amplifier is on, dBFS: whether it was heard out there nobody says. */
const ringsFrom = [-48, -30, -18];

function ringsOf({ power, outputId }: Zone, levels: Levels): number {
  const { rmsDb } = (power === 'on' && outputId !== null && levels[outputId]) || { rmsDb: -100 };
  return ringsFrom.filter((from) => rmsDb > from).length;
}

export const isPlaced = (thing: Thing): thing is Mark => thing.place !== null;

/** In the window, as of a pointer. */
export type Point = Readonly<Pick<MouseEvent, 'clientX' | 'clientY'>>;

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
