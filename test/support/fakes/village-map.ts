import { Readable } from 'node:stream';
import type { MapPicture } from '../../../gateway/src/contract/index.ts';
import { at, type Fake } from './fake.ts';

export const mapPicture: MapPicture = {
  ...{ id: 'nhin-tu-tren', kind: 'png', width: 800, height: 600, bytes: 9, at, by: 'Anh Nam' },
};

export const fakeVillageMap: Fake<'villageMap'> = ({ the, tell }) => ({
  get: () => ({ picture: mapPicture }),
  async put(body) {
    for await (const _piece of body);
    return tell('picture of the map', { picture: mapPicture });
  },
  open: (id) => ({ picture: the('map-picture', mapPicture, id), read: () => Readable.from(['a picture']) }),
  remove: async (id) => tell(`no picture ${the('map-picture', mapPicture, id).id}`, undefined),
});
