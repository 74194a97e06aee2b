import { SvelteMap } from 'svelte/reactivity';
import type {
  AirLogEntry,
  Alert,
  Broadcast,
  Camera,
  CameraWarning,
  ChangeEvents,
  ChimeState,
  EmergencyButton,
  Levels,
  Output,
  Overlay,
  Playlist,
  Preflight,
  Programme,
  Provisioning,
  Recording,
  Relay,
  Shift,
  Slot,
  Snapshot,
  Upstream,
  Village,
  VillageMap,
  WallSound,
  Zone,
} from '#contract';

export type Connection = 'connecting' | 'open' | 'lost';

interface Identified {
  readonly id: string;
}

/** Asked for when the line has been quiet this long: an SSE connection can be dead without saying so. */
const quietMs = 20_000;
const retryMs = 3_000;
const overStates: ReadonlySet<Broadcast['state']> = new Set(['done', 'failed', 'cancelled', 'pre-empted', 'missed']);

export interface LiveParts {
  /** Called with each `now` the gateway says. */
  readonly onTime: (now: string) => void;
  /** Asks the gateway anything small; rejects when it does not answer. */
  readonly ask: () => Promise<Village>;
}

const none = { opening: 'none', closing: 'none' } as const;
const silent: ChimeState = {
  defaults: { bulletin: none, music: none },
  shipped: { opening: null, closing: null },
};

/** Everything the gateway shows, as of its last word: a snapshot first, then whole resources as they change. */
export class Live {
  village = $state.raw<Village | null>(null);
  /** What lies under the cameras and zones of the map; until the gateway said so, nothing. */
  villageMap = $state.raw<VillageMap>({ picture: null });
  levels = $state.raw<Levels>({});
  /** What announces a broadcast here; until the gateway said so, nothing. */
  chimes = $state.raw<ChimeState>(silent);
  /** Devices that are no relays yet; null until the gateway said. */
  provisioning = $state.raw<Provisioning | null>(null);
  /** What the last look through the next 24 hours found. */
  preflight = $state.raw<Preflight | null>(null);
  /** Whose shift it is; null until the gateway said. */
  shift = $state.raw<Shift | null>(null);
  /** Whether the wall plays a tone for a new alert; null until the gateway said. */
  wallSound = $state.raw<WallSound | null>(null);
  /** The newest line of the air log since this page was opened. */
  lastAired = $state.raw<AirLogEntry | null>(null);
  /** The newest event of a camera that is another since this page was opened, or gone. */
  lastCameraEvent = $state.raw<{ readonly id: string; readonly gone: boolean } | null>(null);
  connection = $state<Connection>('connecting');
  /** This machine's time of the gateway's last word. */
  lastWordAt = $state(Date.now());

  readonly #zones = new SvelteMap<string, Zone>();
  readonly #relays = new SvelteMap<string, Relay>();
  readonly #buttons = new SvelteMap<string, EmergencyButton>();
  readonly #outputs = new SvelteMap<string, Output>();
  readonly #recordings = new SvelteMap<string, Recording>();
  readonly #playlists = new SvelteMap<string, Playlist>();
  readonly #upstreams = new SvelteMap<string, Upstream>();
  readonly #cameras = new SvelteMap<string, Camera>();
  readonly #cameraWarnings = new SvelteMap<string, CameraWarning>();
  readonly #alerts = new SvelteMap<string, Alert>();
  readonly #programmes = new SvelteMap<string, Programme>();
  readonly #slots = new SvelteMap<string, Slot>();
  readonly #overlays = new SvelteMap<string, Overlay>();
  readonly #broadcasts = new SvelteMap<string, Broadcast>();

  readonly zones = $derived(byName(this.#zones));
  readonly relays = $derived(byName(this.#relays));
  readonly buttons = $derived(byName(this.#buttons));
  readonly outputs = $derived(byName(this.#outputs));
  readonly recordings = $derived([...this.#recordings.values()].sort((a, b) => compare(b.createdAt, a.createdAt)));
  readonly playlists = $derived([...this.#playlists.values()].sort((a, b) => a.title.localeCompare(b.title, 'vi')));
  readonly upstreams = $derived(byName(this.#upstreams));
  readonly cameras = $derived(byName(this.#cameras));
  /** What cameras propose to say, waiting for an answer; the oldest first. */
  readonly cameraWarnings = $derived([...this.#cameraWarnings.values()].sort((a, b) => compare(a.at, b.at)));
  /** Open; the newest first. */
  readonly alerts = $derived([...this.#alerts.values()].sort((a, b) => compare(b.raisedAt, a.raisedAt)));
  readonly programmes = $derived([...this.#programmes.values()].sort((a, b) => compare(firstTime(a), firstTime(b))));
  readonly slots = $derived([...this.#slots.values()].sort((a, b) => compare(a.startsAt, b.startsAt)));
  /** Not over; the one that begins first. */
  readonly overlays = $derived([...this.#overlays.values()].sort((a, b) => compare(a.from, b.from)));
  /** Not over; the one that sounds first. */
  readonly broadcasts = $derived([...this.#broadcasts.values()].sort((a, b) => compare(a.startsAt, b.startsAt)));

  readonly #onTime: LiveParts['onTime'];
  readonly #ask: LiveParts['ask'];
  #source: EventSource | null = null;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor({ onTime, ask }: LiveParts) {
    this.#onTime = onTime;
    this.#ask = ask;
  }

  zone = (id: string): Zone | undefined => this.#zones.get(id);
  relay = (id: string): Relay | undefined => this.#relays.get(id);
  button = (id: string): EmergencyButton | undefined => this.#buttons.get(id);
  output = (id: string): Output | undefined => this.#outputs.get(id);
  recording = (id: string): Recording | undefined => this.#recordings.get(id);
  playlist = (id: string): Playlist | undefined => this.#playlists.get(id);
  upstream = (id: string): Upstream | undefined => this.#upstreams.get(id);
  camera = (id: string): Camera | undefined => this.#cameras.get(id);
  programme = (id: string): Programme | undefined => this.#programmes.get(id);
  slot = (id: string): Slot | undefined => this.#slots.get(id);
  overlay = (id: string): Overlay | undefined => this.#overlays.get(id);

  /** What each event does; an event of the contract that is missing here fails the build. */
  readonly #on: { [K in keyof ChangeEvents]: (data: ChangeEvents[K]) => void } = {
    'village.changed': (village) => this.#setVillage(village),
    'village-map.changed': (villageMap) => {
      this.villageMap = villageMap;
    },
    'zone.changed': (zone) => this.#zones.set(zone.id, zone),
    'zone.removed': ({ id }) => this.#zones.delete(id),
    'relay.changed': (relay) => this.#relays.set(relay.id, relay),
    'relay.removed': ({ id }) => this.#relays.delete(id),
    'provisioning.changed': (provisioning) => {
      this.provisioning = provisioning;
    },
    'button.changed': (button) => this.#buttons.set(button.id, button),
    'button.removed': ({ id }) => this.#buttons.delete(id),
    'output.changed': (output) => this.#outputs.set(output.id, output),
    'output.removed': ({ id }) => this.#outputs.delete(id),
    'recording.changed': (recording) => this.#recordings.set(recording.id, recording),
    'recording.removed': ({ id }) => this.#recordings.delete(id),
    'playlist.changed': (playlist) => this.#playlists.set(playlist.id, playlist),
    'playlist.removed': ({ id }) => this.#playlists.delete(id),
    'chimes.changed': (chimes) => {
      this.chimes = chimes;
    },
    'upstream.changed': (upstream) => this.#upstreams.set(upstream.id, upstream),
    'upstream.removed': ({ id }) => this.#upstreams.delete(id),
    'camera.changed': (camera) => this.#cameras.set(camera.id, camera),
    'camera.removed': ({ id }) => this.#cameras.delete(id),
    'camera-event.changed': ({ id }) => {
      this.lastCameraEvent = { id, gone: false };
    },
    'camera-event.removed': ({ id }) => {
      this.lastCameraEvent = { id, gone: true };
    },
    'camera-warning.changed': (warning) => this.#cameraWarnings.set(warning.id, warning),
    'camera-warning.removed': ({ id }) => this.#cameraWarnings.delete(id),
    'alert.changed': (alert) => {
      if (alert.ended) this.#alerts.delete(alert.id);
      else this.#alerts.set(alert.id, alert);
    },
    'shift.changed': (shift) => {
      this.shift = shift;
    },
    'wall-sound.changed': (wallSound) => {
      this.wallSound = wallSound;
    },
    'programme.changed': (programme) => this.#programmes.set(programme.id, programme),
    'programme.removed': ({ id }) => this.#programmes.delete(id),
    'slot.changed': (slot) => this.#slots.set(slot.id, slot),
    'slot.removed': ({ id }) => this.#slots.delete(id),
    'overlay.changed': (overlay) => this.#overlays.set(overlay.id, overlay),
    'overlay.removed': ({ id }) => this.#overlays.delete(id),
    'preflight.changed': (preflight) => {
      this.preflight = preflight;
    },
    'broadcast.changed': (broadcast) => {
      if (overStates.has(broadcast.state)) this.#broadcasts.delete(broadcast.id);
      else this.#broadcasts.set(broadcast.id, broadcast);
    },
    'air-log.added': (entry) => {
      this.lastAired = entry;
    },
    levels: (levels) => {
      this.levels = levels;
    },
  };

  start(): void {
    this.#open();
    this.#watchdog = setInterval(() => {
      if (Date.now() - this.lastWordAt > quietMs) void this.#check();
    }, retryMs);
    document.addEventListener('visibilitychange', this.#whenSeen);
  }

  stop(): void {
    this.#source?.close();
    this.#source = null;
    clearInterval(this.#watchdog);
    clearTimeout(this.#retry);
    document.removeEventListener('visibilitychange', this.#whenSeen);
  }

  /** A phone that slept has an old picture: ask at once. */
  readonly #whenSeen = (): void => {
    if (document.visibilityState === 'visible') void this.#check();
  };

  #open(): void {
    this.#source?.close();
    const source = new EventSource('/api/events');
    this.#source = source;
    source.addEventListener('snapshot', (event) => this.#takeSnapshot(JSON.parse(event.data as string) as Snapshot));
    for (const name of Object.keys(this.#on) as (keyof ChangeEvents)[]) {
      source.addEventListener(name, (event: MessageEvent<string>) => {
        this.#heardSomething();
        (this.#on[name] as (data: unknown) => void)(JSON.parse(event.data));
      });
    }
    source.onerror = () => {
      this.#lose();
      // CONNECTING means that the browser tries again by itself; CLOSED that the gateway refused.
      if (source.readyState === EventSource.CLOSED) this.#openLater();
    };
  }

  #openLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => {
      if (this.#source)
        this.#ask().then(
          () => this.#open(),
          () => this.#openLater(),
        );
    }, retryMs);
  }

  async #check(): Promise<void> {
    try {
      this.#setVillage(await this.#ask());
      this.#heardSomething();
      if (this.connection === 'lost' && this.#source) this.#open();
    } catch {
      this.#lose();
    }
  }

  /** The rest stays on screen with its age; a level that is not of this moment would be a lie. */
  #lose(): void {
    this.connection = 'lost';
    this.levels = {};
  }

  #heardSomething(): void {
    this.lastWordAt = Date.now();
  }

  #setVillage(village: Village): void {
    this.village = village;
    this.#onTime(village.now);
  }

  #takeSnapshot(snapshot: Snapshot): void {
    this.#heardSomething();
    this.connection = 'open';
    this.#setVillage(snapshot.village);
    this.villageMap = snapshot.villageMap;
    refill(this.#zones, snapshot.zones);
    refill(this.#relays, snapshot.relays);
    refill(this.#buttons, snapshot.buttons);
    refill(this.#outputs, snapshot.outputs);
    refill(this.#recordings, snapshot.recordings);
    refill(this.#playlists, snapshot.playlists);
    refill(this.#upstreams, snapshot.upstreams);
    refill(this.#cameras, snapshot.cameras);
    refill(this.#cameraWarnings, snapshot.cameraWarnings);
    refill(this.#alerts, snapshot.alerts);
    this.shift = snapshot.shift;
    this.wallSound = snapshot.wallSound;
    refill(this.#programmes, snapshot.programmes);
    refill(this.#slots, snapshot.slots);
    refill(this.#overlays, snapshot.overlays);
    this.provisioning = snapshot.provisioning;
    this.chimes = snapshot.chimes;
    this.preflight = snapshot.preflight;
    refill(
      this.#broadcasts,
      snapshot.broadcasts.filter(({ state }) => !overStates.has(state)),
    );
    if (snapshot.broadcasts.length === 0) this.levels = {};
  }
}

function refill<T extends Identified>(map: SvelteMap<string, T>, items: readonly T[]): void {
  map.clear();
  for (const item of items) map.set(item.id, item);
}

function byName<T extends { readonly name: string }>(map: SvelteMap<string, T>): T[] {
  return [...map.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi', { numeric: true }));
}

/** Times of a day are kept in order. */
function firstTime({ rule }: Programme): string {
  return rule.times[0] ?? '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
