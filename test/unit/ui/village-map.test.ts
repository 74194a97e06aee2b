import { beforeEach, describe, expect, it } from 'vitest';
import { speakIn } from './in-words.ts';
import type { Camera, Zone } from '../../../gateway/src/contract/index.ts';
import { placeLabels } from '../../../ui/src/screens/camera/map/map-labels.ts';
import { cameraThing, isPlaced, moved, zoneThing, type Mark } from '../../../ui/src/screens/camera/map/map-places.ts';
import { camera } from '../../support/fakes/cameras.ts';
import { zone } from '../../support/fakes/zones.ts';

const hall: Camera = {
  ...camera,
  id: 'nha-van-hoa',
  name: 'Nhà văn hóa',
  place: { x: 0.5, y: 0.5 },
  zoneIds: ['dau-thon'],
};
const horns: Zone = { ...zone, id: 'nha-van-hoa', name: 'Nhà văn hóa', power: 'on', outputId: 'loa' };
const level = (rmsDb: number) => ({ loa: { rmsDb, peakDb: rmsDb } });

describe('the map of the village', () => {
  beforeEach(() => speakIn('vi', 'cameras'));

  it('a camera and a zone of one name and one id are two things, and whoever only listens can tell them apart', () => {
    const things = [cameraThing(hall), zoneThing(horns, {})];
    expect(new Set(things.map(({ key }) => key)).size).toBe(2);
    expect(things.map(({ called }) => called)).toEqual(['Nhà văn hóa', 'cụm loa Nhà văn hóa']);
    expect(things.map(({ href }) => href)).toEqual(['/camera/nha-van-hoa', '/more/zones/nha-van-hoa']);
    expect(things.map(({ near }) => near)).toEqual([['zone/dau-thon'], []]);
  });

  it('a horn has rings as loud as what leaves its output, and only while its amplifier is on', () => {
    const rings = (rmsDb: number, power: Zone['power'] = 'on') => zoneThing({ ...horns, power }, level(rmsDb)).rings;
    expect([-100, -40, -24, -12].map((rmsDb) => rings(rmsDb))).toEqual([0, 1, 2, 3]);
    expect([rings(-12, 'off'), rings(-12, 'fault'), zoneThing({ ...horns, outputId: null }, level(-12)).rings]).toEqual(
      [0, 0, 0],
    );
  });

  it('what is on no map yet is not on it', () => {
    expect(
      [cameraThing({ ...hall, place: null }), zoneThing(horns, {})].filter(isPlaced).map(({ key }) => key),
    ).toEqual(['zone/nha-van-hoa']);
  });

  it('an arrow key never carries anything where nobody could take hold of it again', () => {
    expect(moved({ x: 0.03, y: 0.5 }, 'ArrowLeft', true)).toEqual({ x: 0.03, y: 0.5 });
    expect(moved({ x: 0.5, y: 0.5 }, 'ArrowDown', false)).toEqual({ x: 0.5, y: 0.51 });
    expect(moved({ x: 0.5, y: 0.5 }, 'Enter', false)).toBe(null);
  });
});

describe('names on the map', () => {
  const wide = { width: 1000, height: 750, letter: 15 };
  const at = (key: string, x: number, y: number, tone: Mark['tone'] = 'well'): Mark => ({
    ...{ key, icon: 'camera', name: 'Trường mầm non', called: key, place: { x, y }, tone, word: '' },
    ...{ href: null, near: [], rings: 0 },
  });

  it('stand below what they name, above where the ground ends', () => {
    const sides = placeLabels([at('giua', 0.5, 0.5), at('day', 0.5, 0.97)], wide);
    expect([...sides]).toEqual([
      ['giua', 'below'],
      ['day', 'above'],
    ]);
  });

  it('go to the side of their mark where nothing else is', () => {
    const row = [at('trai', 0.4, 0.5), at('phai', 0.45, 0.5), at('ngoai', 0.5, 0.5)];
    expect([...placeLabels(row, wide).values()]).toEqual(['below', 'above', 'right']);
  });

  it('are left out where there is no room, that of the one in trouble last', () => {
    const narrow = { width: 130, height: 100, letter: 13 };
    const crowd = [at('trai', 0.3, 0.4), at('phai', 0.5, 0.4), at('hong', 0.7, 0.4, 'trouble')];
    expect(Object.fromEntries(placeLabels(crowd, narrow))).toEqual({ hong: 'below', trai: 'none', phai: 'none' });
    // Closer by, there is room for all of them.
    expect([...placeLabels(crowd, { ...wide, width: 4_000 }).values()]).toEqual(Array(3).fill('below'));
  });
});
