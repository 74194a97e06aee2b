import type { Readable } from 'node:stream';
import type {
  Health,
  HttpsState,
  MapPicture,
  Snapshot,
  Village,
  VillageChange,
  VillageMap,
} from '../../contract/index.ts';

/** The village as a whole, and the doors of its gateway. */
export interface VillageServices {
  readonly village: {
    get(): Village;
    change(change: VillageChange): Promise<Village>;
    /** A person says that the clock is right. */
    confirmClock(): Promise<Village>;
    health(): Health;
    snapshot(): Promise<Snapshot>;
  };
  readonly villageMap: {
    get(): VillageMap;
    /** Takes the picture that is the body; rejects with `map-picture.…`, and the former stays. */
    put(body: Readable, announcedBytes: number | null, by: string): Promise<VillageMap>;
    /** Throws `map-picture.not-found` for one that is not there any more. */
    open(id: string): { readonly picture: MapPicture; readonly read: () => Readable };
    remove(id: string): Promise<void>;
  };
  readonly https: {
    state(): HttpsState;
    /** DER; rejects with `https.no-authority` when there is none to trust. */
    authorityFile(): Buffer;
    renewAuthority(): Promise<HttpsState>;
  };
}
