import type { CameraFaults } from '../faults.ts';
import type { Place } from '../scenes/scenes.ts';
import type { SimulatedCameraParts } from '../simulated-camera.ts';

/** A camera of the demo's village. */
export interface VillageCamera {
  readonly name: string;
  readonly sees: Place;
  readonly parts: Pick<SimulatedCameraParts, 'make'> & Partial<SimulatedCameraParts>;
  readonly mainAs?: 'H265';
  /** What is wrong with it from the first day on. */
  readonly suffers?: Partial<CameraFaults>;
  readonly cabinet: Cabinet;
  /** Parts of the map's width and height. */
  readonly place: { readonly x: number; readonly y: number };
  /** Which zone of the demo is heard there. */
  readonly zone: 0 | 1 | 2 | 3;
  /** It waits to be found by the one who tries it. */
  readonly isNew?: boolean;
}

export type Cabinet = 'A' | 'B';

export const cabinetName = (cabinet: Cabinet) => `Tủ điện khu ${cabinet}`;
export const villageLogin = { username: 'admin', password: 'camera-ngot-2026' } as const;

export const villageCameras: readonly VillageCamera[] = [
  {
    ...{ name: 'Cổng thôn', sees: 'gate', parts: { make: 'hikvision' } },
    ...{ cabinet: 'A', place: { x: 0.14, y: 0.76 }, zone: 0 },
  },
  {
    ...{ name: 'Sân đình', sees: 'communal-house', parts: { make: 'dahua', media2: true } },
    ...{ cabinet: 'B', place: { x: 0.56, y: 0.3 }, zone: 1 },
  },
  {
    ...{ name: 'Chợ', sees: 'market', parts: { make: 'gsoap' } },
    ...{ cabinet: 'A', place: { x: 0.3, y: 0.56 }, zone: 0 },
  },
  {
    ...{ name: 'Cầu', sees: 'bridge', parts: { make: 'hikvision', media2: true }, mainAs: 'H265' },
    ...{ cabinet: 'B', place: { x: 0.78, y: 0.22 }, zone: 3 },
  },
  {
    ...{ name: 'Nhà văn hóa', sees: 'culture-house', parts: { make: 'hikvision', ptz: true } },
    ...{ cabinet: 'A', place: { x: 0.46, y: 0.6 }, zone: 2 },
  },
  {
    ...{ name: 'Trường mầm non', sees: 'kindergarten', parts: { make: 'dahua', signIn: 'http-digest' } },
    ...{ cabinet: 'A', place: { x: 0.4, y: 0.8 }, zone: 2 },
  },
  {
    ...{ name: 'Ngã ba', sees: 'junction', parts: { make: 'gsoap' }, suffers: { clockOffsetMs: -7 * 3_600_000 } },
    ...{ cabinet: 'B', place: { x: 0.66, y: 0.52 }, zone: 1 },
  },
  {
    ...{ name: 'Kênh mương', sees: 'canal', parts: { make: 'hikvision' }, isNew: true },
    ...{ cabinet: 'B', place: { x: 0.86, y: 0.7 }, zone: 3 },
  },
  {
    ...{ name: 'Sân bóng', sees: 'football', parts: { make: 'dahua' }, isNew: true },
    ...{ cabinet: 'B', place: { x: 0.7, y: 0.82 }, zone: 3 },
  },
];
