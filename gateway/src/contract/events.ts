import type { Alert, Shift, WallSound } from './alerts.ts';
import type { Broadcast } from './broadcasts.ts';
import type { EmergencyButton } from './buttons.ts';
import type { AirLogEntry } from './air-log.ts';
import type { CameraEventMark, CameraWarning } from './camera-events.ts';
import type { Camera } from './cameras.ts';
import type { ChimeState } from './chimes.ts';
import type { Output } from './outputs.ts';
import type { Overlay } from './overlays.ts';
import type { Preflight } from './preflight.ts';
import type { Playlist } from './playlists.ts';
import type { Programme } from './programmes.ts';
import type { Provisioning } from './provisioning.ts';
import type { Recording } from './recordings.ts';
import type { Relay } from './relays.ts';
import type { Slot } from './slots.ts';
import type { Upstream } from './upstreams.ts';
import type { Village } from './village.ts';
import type { VillageMap } from './village-map.ts';
import type { Zone } from './zones.ts';

interface Gone {
  id: string;
}

/**
 * What `/api/events` says after its first event, `snapshot`: whole resources, so that a missed event is mended by
 * the next one. `levels` comes about eight times a second while something sounds.
 */
export interface ChangeEvents {
  'village.changed': Village;
  'village-map.changed': VillageMap;
  'zone.changed': Zone;
  'zone.removed': Gone;
  'relay.changed': Relay;
  'relay.removed': Gone;
  'provisioning.changed': Provisioning;
  'button.changed': EmergencyButton;
  'button.removed': Gone;
  'output.changed': Output;
  'output.removed': Gone;
  'recording.changed': Recording;
  'recording.removed': Gone;
  'playlist.changed': Playlist;
  'playlist.removed': Gone;
  'chimes.changed': ChimeState;
  'programme.changed': Programme;
  'programme.removed': Gone;
  'slot.changed': Slot;
  'slot.removed': Gone;
  'upstream.changed': Upstream;
  'upstream.removed': Gone;
  'camera.changed': Camera;
  'camera.removed': Gone;
  'camera-event.changed': CameraEventMark;
  'camera-event.removed': Gone;
  'camera-warning.changed': CameraWarning;
  'camera-warning.removed': Gone;
  /** One that has ended goes from the list of what is open. */
  'alert.changed': Alert;
  'shift.changed': Shift;
  'wall-sound.changed': WallSound;
  'overlay.changed': Overlay;
  'overlay.removed': Gone;
  'preflight.changed': Preflight;
  'broadcast.changed': Broadcast;
  'air-log.added': AirLogEntry;
  levels: Levels;
}

/** Output id → what leaves it now, dBFS (−100 … 0). */
export type Levels = Record<string, { rmsDb: number; peakDb: number }>;

/** The first event: everything a panel shows, as of now. `slots`: yesterday to 14 days ahead. `broadcasts`: not over. */
export interface Snapshot {
  village: Village;
  villageMap: VillageMap;
  zones: Zone[];
  relays: Relay[];
  provisioning: Provisioning;
  buttons: EmergencyButton[];
  outputs: Output[];
  recordings: Recording[];
  playlists: Playlist[];
  chimes: ChimeState;
  upstreams: Upstream[];
  cameras: Camera[];
  /** Waiting for an answer. */
  cameraWarnings: CameraWarning[];
  /** Those that are open. */
  alerts: Alert[];
  shift: Shift;
  wallSound: WallSound;
  programmes: Programme[];
  slots: Slot[];
  /** Those that are not over. */
  overlays: Overlay[];
  preflight: Preflight | null;
  broadcasts: Broadcast[];
}
