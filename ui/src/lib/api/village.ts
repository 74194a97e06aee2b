import type { HttpsState, Village, VillageChange, VillageMap } from '#contract';
import type { Line } from './line.ts';

/** Some megabytes over a weak signal. */
const uploadWithinMs = 120_000;

/** The village as a whole, and the doors of its gateway. */
export const villageApi = ({ answerTo, at, remove, send }: Line) => ({
  village: {
    get: (withinMs?: number) => send<Village>('GET', 'village', undefined, withinMs),
    change: (input: VillageChange) => send<Village>('PATCH', 'village', input),
    confirmClock: () => send<Village>('POST', 'village/confirm-clock'),
  },
  villageMap: {
    /** Of the picture under the map. */
    pictureUrl: (id: string) => `/api/${at('village-map/pictures', id)}`,
    picture: async (id: string) => (await answerTo('GET', at('village-map/pictures', id))).blob(),
    /** In the place of the former. */
    put: (picture: Blob) => send<VillageMap>('POST', 'village-map/pictures', picture, uploadWithinMs),
    removePicture: remove('village-map/pictures'),
  },
  https: {
    get: () => send<HttpsState>('GET', 'https'),
    renewAuthority: () => send<HttpsState>('POST', 'https/renew-authority'),
  },
});
