import { Readable } from 'node:stream';
import type {
  AirLogEntry,
  AiredSoundState,
  Alert,
  AuditEntry,
  Broadcast,
  CalendarFeed,
  CalendarPreview,
  CameraMonths,
  CameraEvent,
  CameraEventSettingsState,
  CameraWarning,
  ChimeState,
  HomeAssistantState,
  HttpsState,
  EmergencyButton,
  MapPicture,
  MqttAccount,
  MqttCredentials,
  NoticeTemplate,
  Output,
  Overlay,
  Playlist,
  Preflight,
  Programme,
  Provisioning,
  Recording,
  Relay,
  Report,
  Role,
  Shift,
  ShiftEntry,
  Slot,
  Snapshot,
  SoundSettings,
  Upstream,
  User,
  Village,
  WallSound,
  WebhookState,
  Why,
  Zone,
} from '../../gateway/src/contract/index.ts';
import { AppError, notFound } from '../../gateway/src/core/errors.ts';
import type { Services } from '../../gateway/src/http/ports.ts';
import type { SoundOnDemand } from '../../gateway/src/http/sound.ts';
import { permissionsOf } from '../../gateway/src/identity/roles.ts';
import { camera, fakeCameras } from './fake-cameras.ts';

const at = '2026-11-23T22:00:00.000Z';

export const https: HttpsState = {
  source: 'village',
  port: 8443,
  httpPort: 8080,
  address: '192.168.1.10',
  names: ['localhost', 'loa.local', '192.168.1.10'],
  validTo: '2027-12-23T22:00:00.000Z',
  authority: { name: 'Loa Thon ngot 2026-11-23 3f9a', fingerprint: 'AB:CD', validTo: '2036-11-23T22:00:00.000Z' },
  problem: null,
};

export const homeAssistant: HomeAssistantState = {
  on: true,
  prefix: 'homeassistant',
  language: 'vi',
  broker: { host: '192.168.1.20', port: 1883, tls: false, authority: null, username: 'loa-thon' },
  line: 'connected',
  fault: null,
  devices: { wanted: 3, kept: 3 },
};

/** One of everything, as a village would have it. */
export const village: Village = {
  id: 'thon-ngot',
  name: 'Thôn Ngọt',
  timeZone: 'Asia/Ho_Chi_Minh',
  version: '0.1.0',
  clock: { trusted: true, reason: 'ntp' },
  light: { colour: 'green', reasons: [] },
  now: at,
};
export const zone: Zone = {
  id: 'dau-thon',
  name: 'Đầu thôn',
  channels: [{ relayId: 'cot-1', channel: 1 }],
  outputId: 'loa',
  volumeDb: 0,
  warmupMs: 3000,
  cooldownMs: 20_000,
  quietHours: { from: '22:00', to: '05:00' },
  minutesPerDay: null,
  turn: null,
  place: { x: 0.3, y: 0.6 },
  power: 'off',
  fault: null,
};
export const relay: Relay = {
  minDrawW: 5,
  maxOnMinutes: 240,
  waiver: null,
  offlineAfterSeconds: 30,
  site: null,
  firmware: null,
  reconnects: { sinceStart: 0, lastDay: 0 },
  id: 'cot-1',
  name: 'Cột 1',
  driver: 'tasmota',
  topic: 'loa-thon/thon-ngot/relays/cot-1',
  template: null,
  availability: 'online',
  lastSeenAt: at,
  wifiPercent: 80,
  maintenance: false,
  channels: [
    {
      channel: 1,
      state: 'off',
      wanted: 'off',
      saidAt: at,
      powerW: null,
      failSafe: { state: 'unproved', at: null },
      fault: null,
    },
  ],
};
export const button: EmergencyButton = {
  id: 'nha-van-hoa',
  name: 'Nhà văn hóa',
  driver: 'tasmota',
  holdSeconds: 3,
  gesture: 'hold',
  title: 'Khẩn cấp',
  siren: true,
  recordingId: null,
  zoneIds: null,
  drill: false,
  allClear: null,
  maintenance: false,
  topic: 'loa-thon/thon-ngot/button/nha-van-hoa',
  availability: 'online',
  lastSeenAt: at,
  testingUntil: null,
  lastPress: null,
  problem: null,
};
export const credentials: MqttCredentials = {
  username: 'cot-1',
  password: 'secret-of-the-relay',
  host: '192.168.1.10',
  port: 1883,
  tls: null,
  setup: null,
  devicePassword: null,
  scan: null,
  files: [],
};
export const mqttAccount: MqttAccount = {
  id: 'xem',
  name: 'Xem',
  kind: 'observer',
  connected: false,
  createdAt: at,
};
export const output: Output = {
  id: 'loa',
  name: 'Loa',
  sink: { kind: 'sound-card', system: 'auto', device: '' },
  latencyMs: 0,
  delayMs: 0,
  sdp: null,
  streamPath: null,
  state: 'idle',
  fault: null,
};
export const recording: Recording = {
  id: 'ban-tin',
  title: 'Bản tin',
  fileName: 'ban-tin.mp3',
  source: 'upload',
  text: null,
  state: 'ready',
  step: null,
  progress: 1,
  sizeBytes: 1000,
  durationMs: 60_000,
  format: 'mp3',
  loudness: null,
  problem: null,
  createdAt: at,
  purpose: null,
  createdBy: 'truong-thon',
};
export const notice: NoticeTemplate = {
  id: 'moi-hop',
  title: 'Mời họp',
  file: 'notices/moi-hop.toml',
  text: 'Mời bà con họp lúc {gio}.',
  blanks: [{ name: 'gio', label: 'Mấy giờ', kind: 'time', example: '19:30', needed: true }],
  problem: null,
};
export const playlist: Playlist = {
  id: 'daily-sang',
  title: 'Sáng',
  file: 'daily/sang.m3u8',
  editable: true,
  durationMs: 60_000,
  items: [
    { uri: 'recording:ban-tin', title: 'Bản tin', recordingId: 'ban-tin', durationMs: 60_000, problem: null },
    {
      uri: '../../etc/passwd',
      title: 'passwd',
      recordingId: null,
      durationMs: null,
      problem: { code: 'playlist.outside-folder', params: { file: 'passwd' } },
    },
  ],
};
export const programme: Programme = {
  id: 'sang',
  title: 'Buổi sáng',
  kind: 'bulletin',
  content: { kind: 'playlist', playlistId: 'daily-sang' },
  text: 'Kính thưa bà con.',
  zoneIds: ['dau-thon'],
  priority: 'normal',
  rule: { repeat: 'daily', date: '2026-11-24', times: ['05:00'] },
  chimes: { opening: 'default', closing: 'none' },
  bedRecordingId: null,
  staggered: false,
  missed: { policy: 'catch-up', withinMinutes: 5 },
  enabled: true,
  approval: { state: 'approved', by: 'Trưởng thôn', at, note: null },
  durationMs: 60_000,
  nextAt: at,
  problem: null,
};
export const slot: Slot = {
  id: 'sang-2026-11-24',
  programmeId: 'sang',
  title: 'Buổi sáng',
  kind: 'bulletin',
  priority: 'normal',
  zoneIds: ['dau-thon'],
  startsAt: at,
  endsAt: '2026-11-23T22:01:00.000Z',
  state: 'planned',
  override: null,
  holds: [],
  outcome: null,
};
export const why: Why = {
  slot,
  steps: [{ step: 'rule', verdict: 'passed', reason: { code: 'why.planned', params: { at } } }],
  recordedAt: null,
};
export const overlay: Overlay = {
  id: 'tang-le',
  kind: 'mourning',
  title: 'Cụ Bảy',
  from: '2026-11-23',
  to: '2026-11-25',
  zoneIds: null,
  mutes: 'music',
  by: 'Trưởng thôn',
};
export const broadcast: Broadcast = {
  id: 'run-1',
  slotId: null,
  title: 'Bản tin',
  priority: 'normal',
  live: false,
  drill: false,
  state: 'on-air',
  startsAt: at,
  startedAt: at,
  endsAt: '2026-11-23T22:01:00.000Z',
  item: { index: 0, count: 1, title: 'Bản tin' },
  silentSince: null,
  zones: [{ zoneId: 'dau-thon', state: 'sounding', fault: null }],
  startedBy: 'Trưởng thôn',
};
export const airLogEntry: AirLogEntry = {
  id: 'log-1',
  broadcastId: 'run-1',
  slotId: null,
  title: 'Bản tin',
  priority: 'normal',
  drill: false,
  plannedAt: at,
  startedAt: at,
  endedAt: at,
  airedMs: 60_000,
  outcome: { kind: 'aired', code: 'aired', params: { seconds: 60 }, at },
  startedBy: null,
  reason: null,
  zones: [{ zoneId: 'dau-thon', name: 'Đầu thôn', outputId: 'loa', confirmed: true, airedMs: 60_000, fault: null }],
  items: [{ title: 'Bản tin', airedMs: 60_000, problem: null }],
  airedSound: [{ outputId: 'loa', heldMs: 60_000 }],
};
export const sound: SoundSettings = { bedUnderDb: 14, silence: { seconds: 8, belowDb: 50 } };
const liveLimits = { longestMinutes: 30, idleSeconds: 90 };
export const airedSound: AiredSoundState = { days: 30, gigabytes: 4, heldBytes: 0, oldestAt: null, fault: null };
/** Bytes that say where they are. */
export const oneSecond: SoundOnDemand = {
  bytes: 96_044,
  async *read(from, to) {
    yield Buffer.from(Array.from({ length: to - from }, (_, index) => (from + index) % 251));
  },
};
export const preflight: Preflight = {
  at,
  from: at,
  to: '2026-11-24T22:00:00.000Z',
  slots: 1,
  checked: { files: 1, relays: 1 },
  findings: [],
};
const calendarFeed: CalendarFeed = { path: '/calendar/khoa-cua-thon-ngot-2026.ics' };
const calendarPreview: CalendarPreview = {
  events: [{ uid: 'sang@xa', title: 'Buổi sáng', rule: programme.rule, problems: [] }],
};
const tally = { aired: 1, partly: 0, missed: 0, chosen: 0 };
export const report: Report = {
  month: '2026-11',
  until: at,
  total: tally,
  zones: [{ zoneId: 'dau-thon', name: 'Đầu thôn', airedSeconds: 60, tally }],
  programmes: [{ programmeId: 'sang', title: 'Buổi sáng', airedSeconds: 60, tally }],
  manual: { count: 0, airedSeconds: 0 },
  days: [{ date: '2026-11-24', airedSeconds: 60, tally }],
  trouble: [],
};
export const chimes: ChimeState = {
  defaults: {
    bulletin: { opening: 'default', closing: 'default' },
    music: { opening: 'none', closing: 'none' },
  },
  shipped: { opening: null, closing: null },
};
export const upstream: Upstream = {
  id: 'vov1',
  name: 'VOV1',
  urls: ['https://dai.example/vov1.m3u8'],
  fallback: null,
  lanAllowed: false,
  onAir: null,
};
export const provisioning: Provisioning = {
  broker: 'embedded',
  pairing: { until: null, openedBy: null, passwordAt: null },
  deaf: [],
  newcomers: [
    {
      id: 'a1b2c3d4e5f60718',
      family: 'tasmota',
      name: 'Tasmota',
      model: 'Sonoff Basic',
      mac: 'A8:03:2A:12:AB:34',
      address: '192.168.1.34',
      firmware: '14.2.0',
      channels: 1,
      there: true,
      firstSeenAt: at,
      lastSeenAt: at,
      configurable: true,
      obstacle: null,
      adoption: null,
    },
  ],
  knocks: [
    {
      clientId: 'DVES_12AB34',
      username: 'DVES_USER',
      address: '192.168.1.34',
      why: 'unknown-account',
      count: 3,
      firstAt: at,
      lastAt: at,
    },
  ],
};
export const alert: Alert = {
  id: 'a1er7a1er7a1er7a',
  kind: 'camera-offline',
  cameras: [{ id: 'cong-lang', name: 'Cổng làng', cause: 'timed-out', backAt: null }],
  cabinet: null,
  since: at,
  raisedAt: at,
  held: false,
  relapses: 0,
  acknowledged: null,
  ended: null,
};
const shiftEntry: ShiftEntry = {
  id: '1',
  at,
  kind: 'handed-over',
  login: 'security',
  by: 'security',
  note: 'Cổng làng đang mất hình, đã gọi thợ.',
  open: [{ alertId: alert.id, kind: alert.kind, cameras: ['Cổng làng'] }],
};
const shift: Shift = { onDuty: { login: 'security', by: 'security', since: at }, handOver: shiftEntry };
const wallSound: WallSound = { on: true, quiet: { from: '22:00', to: '05:00' } };
const webhook: WebhookState = { on: true, url: 'https://example.org/hook', lan: false, waiting: 0, last: null };
const times = { working: 3_600, out: 60, planned: 0, unknown: 0 };
const cameraMonths: CameraMonths = {
  month: '2026-11',
  until: at,
  cameras: [
    {
      cameraId: 'cong-lang',
      name: 'Cổng làng',
      present: true,
      times,
      percent: 98.36,
      outageCount: 1,
      longestSeconds: 60,
      outages: [{ from: at, to: null, seconds: 60, cause: 'timed-out' }],
      days: [{ date: '2026-11-24', times }],
    },
  ],
};
export const cameraEvent: CameraEvent = {
  ...{ id: 'su-kien-1', cameraId: 'cong', cameraName: 'Cổng thôn', kind: 'motion' },
  ...{ startedAt: at, endedAt: at, ending: 'said', times: 1, stillAt: at },
  clip: { state: 'ready', from: at, to: at, bytes: 1_900_000, why: null },
  ...{ duringBroadcast: null, warning: null, kept: false, by: null, note: null, noteBy: null },
};
export const cameraEventSettings: CameraEventSettingsState = {
  ...{ days: 30, megabytes: 2_000, clipsOf: ['motion'], heldBytes: 1_900_000, keptBytes: 0, fault: null },
  warning: { recordingId: 'ban-tin', from: '22:00', to: '05:00', cameraIds: ['cong'] },
};
export const cameraWarning: CameraWarning = {
  ...{ id: 'de-nghi-1', eventId: 'su-kien-1', cameraId: 'cong', cameraName: 'Cổng thôn' },
  ...{ at, zoneIds: ['dau-thon'], recordingId: 'ban-tin', expiresAt: at },
};
export const mapPicture: MapPicture = {
  ...{ id: 'nhin-tu-tren', kind: 'png', width: 800, height: 600, bytes: 9, at, by: 'Anh Nam' },
};
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

/** A person whose session token, login and id are the role's name. */
export function personWith(role: Role): User {
  return { id: role, login: role, name: role, roles: [role], createdAt: at };
}

const roles: Role[] = ['head', 'announcer', 'approver', 'technician', 'security', 'viewer'];

export interface FakeServices extends Services {
  /** What was recorded for the audit log, as `who action subject result`. */
  readonly auditTrail: string[];
  /** Commands that reached a service, in order. */
  readonly story: string[];
  /** Session tokens that are good: at first, each role's name. */
  readonly tokens: Set<string>;
  /** Nothing told, nothing recorded, everybody signed in again. */
  forget(): void;
}

/**
 * A village of one of everything that only remembers what it was told. Replace any service in `replaced`.
 * An id that isn't that of its one thing is answered with `<kind>.not-found`.
 */
export function createFakeServices(replaced: Partial<Services> = {}): FakeServices {
  const story: string[] = [];
  const auditTrail: string[] = [];
  const tokens = new Set<string>(roles);

  function the<T extends { id: string }>(kind: string, thing: T, id: string): T {
    if (id !== thing.id) throw notFound(kind, id);
    return thing;
  }
  const tell = <T>(line: string, answer: T): T => {
    story.push(line);
    return answer;
  };

  return {
    story,
    auditTrail,
    tokens,
    forget() {
      story.length = 0;
      auditTrail.length = 0;
      for (const role of roles) tokens.add(role);
    },
    village: {
      get: () => village,
      change: async ({ name }) => tell(`village ${name}`, { ...village, name }),
      confirmClock: async () => tell('confirm clock', village),
      health: () => ({
        status: 'ok',
        version: village.version,
        uptimeSeconds: 1,
        panels: 0,
        mqtt: { connected: true },
        ffmpeg: { present: true },
        loops: [],
      }),
      snapshot: async () => snapshot,
    },
    villageMap: {
      get: () => ({ picture: mapPicture }),
      async put(body) {
        for await (const _piece of body);
        return tell('picture of the map', { picture: mapPicture });
      },
      open: (id) => ({ picture: the('map-picture', mapPicture, id), read: () => Readable.from(['a picture']) }),
      remove: async (id) => tell(`no picture ${the('map-picture', mapPicture, id).id}`, undefined),
    },
    zones: {
      list: async () => [zone],
      get: async (id) => the('zone', zone, id),
      create: async ({ name }) => tell(`zone ${name}`, { ...zone, name }),
      change: async (id, change) => tell(`zone ${id}`, { ...the('zone', zone, id), name: change.name ?? zone.name }),
      remove: async (id) => tell(`no zone ${the('zone', zone, id).id}`, undefined),
    },
    relays: {
      list: async () => [relay],
      get: async (id) => the('relay', relay, id),
      create: async ({ name }) => tell(`relay ${name}`, { relay, credentials }),
      change: async (id) => tell(`relay ${id}`, the('relay', relay, id)),
      remove: async (id) => tell(`no relay ${the('relay', relay, id).id}`, undefined),
      rotate: async (id) => tell(`rotate ${the('relay', relay, id).id}`, credentials),
      replaceDevice: async (id) => tell(`another device for ${the('relay', relay, id).id}`, credentials),
      history: async (id) => tell(`history ${the('relay', relay, id).id}`, []),
      heard: async (id) => tell(`heard ${the('relay', relay, id).id}`, []),
      waive: async (id) => tell(`waive ${id}`, the('relay', relay, id)),
      withdrawWaiver: async (id) => tell(`no waiver ${id}`, the('relay', relay, id)),
      test: async (id, channel) =>
        tell(`test ${the('relay', relay, id).id} ${channel}`, {
          onConfirmedMs: 40,
          offConfirmedMs: 41,
          failSafe: 'proved' as const,
          fault: null,
        }),
    },
    provisioning: {
      get: () => provisioning,
      open: async ({ login }) =>
        tell(`pairing by ${login}`, {
          host: '192.168.1.10',
          port: 1883,
          passwordAt: at,
          account: { username: 'ghep', password: 'k7mq-2xrd-9hfw-n4tc' },
        }),
      extend: async () => tell('pairing longer', provisioning),
      close: async () => tell('no pairing', undefined),
      adopt: async (id, input) => {
        if (id !== provisioning.newcomers[0]?.id) throw notFound('newcomer', id);
        return tell(`adopt ${'name' in input ? input.name : input.relayId}`, { relay, credentials });
      },
    },
    buttons: {
      list: async () => [button],
      get: async (id) => the('button', button, id),
      create: async ({ name }) => tell(`button ${name}`, { button, credentials }),
      change: async (id) => tell(`button ${id}`, the('button', button, id)),
      remove: async (id) => tell(`no button ${the('button', button, id).id}`, undefined),
      rotate: async (id) => tell(`rotate ${the('button', button, id).id}`, credentials),
      test: async (id, on) => tell(`${on ? 'test' : 'end test of'} ${id}`, the('button', button, id)),
    },
    mqttAccounts: {
      list: async () => [mqttAccount],
      create: async ({ name }) => tell(`observer ${name}`, { account: mqttAccount, credentials }),
      remove: async (id) => tell(`no observer ${the('mqtt-account', mqttAccount, id).id}`, undefined),
    },
    homeAssistant: {
      state: () => homeAssistant,
      change: async ({ on }) => tell(`home assistant ${on ? 'on' : 'off'}`, homeAssistant),
    },
    outputs: {
      list: async () => [output],
      get: async (id) => the('output', output, id),
      create: async ({ name }) => tell(`output ${name}`, output),
      change: async (id) => tell(`output ${id}`, the('output', output, id)),
      remove: async (id) => tell(`no output ${the('output', output, id).id}`, undefined),
      stream: (id) => Readable.from([Buffer.from(`mp3 of ${the('output', output, id).id}`)]),
      endStreams: () => undefined,
    },
    recordings: {
      list: async () => ({ items: [recording], next: null }),
      get: async (id) => the('recording', recording, id),
      async upload({ fileName }, body) {
        let sizeBytes = 0;
        for await (const chunk of body) sizeBytes += (chunk as Buffer).length;
        return tell(`upload ${fileName} ${sizeBytes}`, { ...recording, fileName, sizeBytes });
      },
      change: async (id, change) =>
        tell(`recording ${change.title}`, { ...the('recording', recording, id), ...change }),
      remove: async (id) => tell(`no recording ${the('recording', recording, id).id}`, undefined),
      peaks: async (id) => ({ peaks: the('recording', recording, id) && [0, 128, 255] }),
      audioFile: (id) => Promise.reject(notFound('recording', id)),
    },
    speech: {
      state: async () => ({ voices: [{ engine: 'espeak-ng', problem: null }], modelsFolder: '/state/voices' }),
      notices: async () => [notice],
      preview: async () => ({ title: notice.title, text: notice.text, spoken: [notice.text], durationMs: 2_000 }),
      create: async ({ title = notice.title }, actor) =>
        tell(`${actor.login} speaks ${title}`, { ...recording, title }),
    },
    playlists: {
      list: async () => [playlist],
      get: async (id) => the('playlist', playlist, id),
      create: async ({ title }) => tell(`playlist ${title}`, playlist),
      change: async (id) => tell(`playlist ${id}`, the('playlist', playlist, id)),
      remove: async (id) => tell(`no playlist ${the('playlist', playlist, id).id}`, undefined),
      rescan: async () => tell('rescan', [playlist]),
    },
    chimes: {
      state: async () => chimes,
      change: async (defaults) => tell('chimes', { ...chimes, defaults }),
    },
    programmes: {
      list: async () => [programme],
      get: async (id) => the('programme', programme, id),
      create: async ({ title }) => tell(`programme ${title}`, { programme, clashes: [] }),
      change: async (id) => tell(`programme ${id}`, { programme: the('programme', programme, id), clashes: [] }),
      remove: async (id) => tell(`no programme ${the('programme', programme, id).id}`, undefined),
      try: async () => ({ problem: null, clashes: [], next: [at] }),
      submit: async (id, actor) => tell(`${actor.login} submits ${id}`, the('programme', programme, id)),
      approve: async (id, _seen, actor) => tell(`${actor.login} approves ${id}`, the('programme', programme, id)),
      sendBack: async (id, note, actor) =>
        tell(`${actor.login} sends ${id} back: ${note}`, the('programme', programme, id)),
    },
    slots: {
      list: async () => [slot],
      get: async (id) => the('slot', slot, id),
      why: async (id) => the('slot', slot, id) && why,
      skip: async (id, actor) => tell(`${actor.login} skips ${id}`, the('slot', slot, id)),
      move: async (id, { startsAt }, actor) => tell(`${actor.login} moves ${id} to ${startsAt}`, the('slot', slot, id)),
      replace: async (id, { kind }, actor) => tell(`${actor.login} puts a ${kind} into ${id}`, the('slot', slot, id)),
      approve: async (id, _heard, actor) => tell(`${actor.login} approves ${id}`, the('slot', slot, id)),
      restore: async (id, actor) => tell(`${actor.login} restores ${id}`, the('slot', slot, id)),
    },
    upstreams: {
      list: async () => [upstream],
      get: async (id) => the('upstream', upstream, id),
      create: async ({ name }) => tell(`upstream ${name}`, { ...upstream, name }),
      change: async (id, { name }) => tell(`upstream ${id}`, { ...the('upstream', upstream, id), name }),
      remove: async (id) => tell(`no upstream ${the('upstream', upstream, id).id}`, undefined),
      test: async ({ url }) =>
        tell(`test ${url}`, { problem: null, kind: 'stream', firstSoundMs: 900, lufs: -19.5, soundId: 'nghe-thu' }),
      listen: async (id, { urlIndex }) =>
        tell(`listen to ${the('upstream', upstream, id).urls[urlIndex] ?? ''}`, {
          ...{ problem: null, kind: 'stream', firstSoundMs: 900, lufs: -19.5, soundId: 'nghe-thu' },
        }),
      testSound: () => Buffer.alloc(44),
    },
    cameras: fakeCameras(the, tell),
    cameraEvents: {
      list: async () => ({ items: [cameraEvent], next: null }),
      get: async (id) => the('camera-event', cameraEvent, id),
      change: async (id) => tell(`camera event ${id}`, the('camera-event', cameraEvent, id)),
      remove: async (id) => tell(`no camera event ${the('camera-event', cameraEvent, id).id}`, undefined),
      snapshot: async ({ cameraId }, { login }) => tell(`${login} keeps a picture of ${cameraId}`, cameraEvent),
      still: (id) => Promise.reject(notFound('camera-still', id)),
      clip: (id) => Promise.reject(notFound('camera-clip', id)),
      gaps: async () => [],
      settings: async () => cameraEventSettings,
      changeSettings: async (settings) => tell('camera event settings', { ...cameraEventSettings, ...settings }),
    },
    cameraWarnings: {
      list: () => [cameraWarning],
      air: async (id, answer, { login }) =>
        tell(`${login} airs ${the('camera-warning', cameraWarning, id).id} as ${answer.id}`, broadcast),
      dismiss: (id) => tell(`dismiss ${the('camera-warning', cameraWarning, id).id}`, undefined),
    },
    overlays: {
      list: async () => [overlay],
      create: async ({ kind }, actor) => tell(`${actor.login} begins ${kind}`, overlay),
      change: async (id, _input, actor) => tell(`${actor.login} changes ${id}`, the('overlay', overlay, id)),
      remove: async (id) => tell(`no overlay ${the('overlay', overlay, id).id}`, undefined),
    },
    preflight: {
      last: async () => preflight,
      run: async () => tell('preflight', preflight),
    },
    calendar: {
      feed: async () => calendarFeed,
      renew: async () => tell('new calendar address', calendarFeed),
      close: async () => tell('no calendar address', { path: null }),
      file: () => Promise.reject(new AppError('calendar.not-found', 404, 'There is no calendar at this address.')),
      preview: async () => calendarPreview,
      import: async ({ uids }, actor) => tell(`${actor.login} imports ${uids.join(' ')}`, [programme]),
    },
    https: {
      state: () => https,
      authorityFile: () => Buffer.from('the certificate authority'),
      renewAuthority: async () => tell('new authority', https),
    },
    alerts: {
      open: () => [alert],
      history: async () => ({ items: [{ ...alert, ended: { at, how: 'well' } }], next: null }),
      acknowledge: async (id, { note }, { name }) => ({ ...alert, id, acknowledged: { by: name, at, note } }),
      unacknowledge: async (id) => ({ ...alert, id }),
    },
    alertDelivery: {
      webhook: {
        state: async () => webhook,
        change: async (input) => ({ state: { ...webhook, ...input }, secret: 'once' }),
        renewSecret: async () => ({ state: webhook, secret: 'once' }),
        test: async () => ({ at, problem: null }),
      },
      wallSound: { get: () => wallSound, change: async (wanted) => wanted },
    },
    shifts: {
      review: async () => ({ shift, raised: [alert], notes: [shiftEntry] }),
      log: async () => ({ items: [shiftEntry], next: null }),
      takeOver: async () => shift,
      handOver: async () => shift,
      note: async () => shift,
      read: async () => shift,
    },
    cameraMonths: { month: async () => cameraMonths, csv: async () => 'camera,date\r\n' },
    dailyStills: {
      list: async () => ({ installedAt: at, days: [{ date: '2026-11-24', takenAt: at }] }),
      open: async () => Readable.from([Buffer.from('jpeg')]),
      install: async () => undefined,
    },
    reports: {
      month: async (month) => ({ ...report, month }),
      csv: async (month) => `tháng,${month}\r\n`,
    },
    broadcasts: {
      list: async () => [broadcast],
      get: async (id) => the('broadcast', broadcast, id),
      start: async ({ id }, actor) => tell(`${actor.login} starts ${id}`, { ...broadcast, id }),
      stop: async (id, actor) => tell(`${actor.login} stops ${id}`, the('broadcast', broadcast, id)),
      stopAll: async (actor) => tell(`${actor.login} stops all`, [broadcast]),
    },
    emergencies: {
      start: async ({ id, drill }, actor) =>
        tell(`${actor.login} starts ${drill ? 'drill' : 'emergency'} ${id}`, { ...broadcast, id, drill }),
      allClear: async (id, input, actor) =>
        tell(`${actor.login} ends ${id}`, { ...the('broadcast', broadcast, id), id: input.id }),
    },
    liveVoices: {
      start: async ({ id }, actor) => tell(`${actor.login} wants to speak: ${id}`, { ...broadcast, id, live: true }),
      finish: async (id, actor) => tell(`${actor.login} has spoken: ${id}`, undefined),
      admit(id, actor) {
        if (id !== broadcast.id) throw notFound('live', id);
        if (actor.login !== 'head') throw new AppError('live.not-yours', 403, 'Somebody else speaks there.');
      },
      attach(id, line) {
        story.push(`speaker at ${id}`);
        line.tell({ type: 'prepare' });
        return {
          hear: (bytes) => void story.push(`${bytes.length} bytes`),
          hearText: () => line.close('live.bad-frame'),
          gone: (broken) => void story.push(broken ? 'line broken' : 'speaker gone'),
        };
      },
      limits: () => ({ ...liveLimits, standard: liveLimits }),
      changeLimits: async (to) => tell(`speak for ${to.longestMinutes} minutes`, { ...to, standard: liveLimits }),
    },
    soundSettings: {
      state: () => ({ ...sound, standard: sound }),
      change: async (change) => tell(`sound ${Object.keys(change).join()}`, { ...sound, ...change, standard: sound }),
    },
    airLog: {
      list: async () => ({ items: [airLogEntry], next: null }),
      sound: async (id) => tell(`sound of ${the('air-log', airLogEntry, id).id}`, oneSecond),
    },
    airedSound: {
      state: () => airedSound,
      change: async (limits) => tell(`keep ${limits.days} days`, { ...airedSound, ...limits }),
    },
    identity: {
      permissionsOf,
      isSetUp: async () => true,
      setUp: () =>
        Promise.reject(new AppError('identity.already-set-up', 409, 'This gateway is set up already: sign in.')),
      async signIn({ login, password }) {
        const role = roles.find((known) => known === login);
        if (!role || password !== 'password') {
          throw new AppError('identity.wrong-password', 401, 'The login or the password is wrong.');
        }
        return { user: personWith(role), token: role };
      },
      signOut: async (token) => void tokens.delete(token),
      async whoIs(token) {
        const role = roles.find((known) => known === token);
        return role && tokens.has(token) ? personWith(role) : null;
      },
      listUsers: async () => roles.map(personWith),
      createUser: async ({ login }) => tell(`user ${login}`, { ...personWith('viewer'), login }),
      changeUser: async (id) => tell(`user ${id}`, personWith('viewer')),
      removeUser: async (id) => tell(`no user ${id}`, undefined),
    },
    audit: {
      record: async ({ who, action, subject, result }: Omit<AuditEntry, 'id' | 'at'>) =>
        void auditTrail.push([who, action, subject ?? '-', result].join(' ')),
      list: async () => ({ items: [], next: null }),
    },
    ...replaced,
  };
}
