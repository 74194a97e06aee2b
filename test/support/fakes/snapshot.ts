import type { Snapshot } from '../../../gateway/src/contract/index.ts';
import { wallSound } from './alert-delivery.ts';
import { alert } from './alerts.ts';
import { broadcast } from './broadcasts.ts';
import { button } from './buttons.ts';
import { camera } from './cameras.ts';
import { chimes } from './chimes.ts';
import { output } from './outputs.ts';
import { overlay } from './overlays.ts';
import { playlist } from './playlists.ts';
import { preflight } from './preflight.ts';
import { programme } from './programmes.ts';
import { provisioning } from './provisioning.ts';
import { recording } from './recordings.ts';
import { relay } from './relays.ts';
import { shift } from './shifts.ts';
import { slot } from './slots.ts';
import { upstream } from './upstreams.ts';
import { village } from './village.ts';
import { mapPicture } from './village-map.ts';
import { zone } from './zones.ts';

export const snapshot: Snapshot = {
  village,
  villageMap: { picture: mapPicture },
  zones: [zone],
  relays: [relay],
  provisioning,
  buttons: [button],
  outputs: [output],
  recordings: [recording],
  playlists: [playlist],
  chimes,
  upstreams: [upstream],
  cameras: [camera],
  cameraWarnings: [],
  alerts: [alert],
  shift,
  wallSound,
  programmes: [programme],
  slots: [slot],
  overlays: [overlay],
  preflight,
  broadcasts: [broadcast],
};
