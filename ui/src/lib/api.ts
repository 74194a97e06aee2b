import type {
  AdoptionInput,
  AirLogEntry,
  AiredSoundLimits,
  AiredSoundState,
  Alert,
  AllClearInput,
  AuditEntry,
  Broadcast,
  BroadcastInput,
  ButtonChange,
  ButtonInput,
  ButtonWithCredentials,
  CalendarFeed,
  CalendarImport,
  CalendarPreview,
  CameraEvent,
  CameraEventChange,
  CameraEventQuery,
  CameraEventSettings,
  CameraEventSettingsState,
  CameraGap,
  CameraSnapshotInput,
  CameraWarningAnswer,
  Camera,
  CameraChange,
  CameraInput,
  CameraMonths,
  CameraMove,
  CameraPreset,
  CameraTest,
  CameraTestResult,
  ChimeDefaults,
  ChimeState,
  Content,
  DailyStills,
  EmergencyButton,
  EmergencyInput,
  FailSafeWaiverInput,
  FoundCamera,
  HomeAssistantInput,
  HomeAssistantState,
  HttpsState,
  LastPreflight,
  LiveVoiceInput,
  LiveVoiceLimits,
  LiveVoiceLimitsState,
  MqttAccount,
  MqttAccountInput,
  MqttCredentials,
  NoticeTemplate,
  Output,
  OutputChange,
  OutputInput,
  Overlay,
  OverlayInput,
  PageOf,
  PairingAccess,
  Peaks,
  Playlist,
  PlaylistInput,
  Preflight,
  Problem,
  Programme,
  ProgrammeApproval,
  ProgrammeInput,
  ProgrammeTrial,
  Provisioning,
  Recording,
  RecordingChange,
  Relay,
  RelayChange,
  RelayEvent,
  RelayHeard,
  RelayInput,
  RelayTestResult,
  RelayWithCredentials,
  Report,
  SavedProgramme,
  Session,
  SetUp,
  Shift,
  ShiftEntry,
  ShiftReview,
  SignIn,
  Slot,
  SlotApproval,
  SlotMove,
  SoundSettingsChange,
  SoundSettingsState,
  SpeechInput,
  SpeechPreview,
  SpeechWords,
  TrialResult,
  Upstream,
  UpstreamInput,
  UpstreamTest,
  UpstreamTestResult,
  User,
  UserChange,
  UserInput,
  Village,
  VillageChange,
  VillageMap,
  WallSound,
  WebhookInput,
  WebhookSecret,
  WebhookState,
  WebhookTry,
  Why,
  Zone,
  ZoneChange,
  ZoneInput,
} from '#contract';

/** A refusal of the gateway (RFC 9457), or `panel.unreachable` / `panel.timeout` with status 0 when it did not answer. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  readonly status: number;
  readonly params: Problem['params'];
  readonly errors: NonNullable<Problem['errors']>;

  constructor(problem: Pick<Problem, 'code' | 'status' | 'detail'> & Partial<Problem>) {
    super(problem.detail);
    this.code = problem.code;
    this.status = problem.status;
    this.params = problem.params ?? {};
    this.errors = problem.errors ?? [];
  }
}

/** Whatever was thrown, as something the panel can say. */
export function problemOf(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new ApiProblem({ code: 'panel.unexpected', status: 0, detail });
}

/** A body that is no problem document (a proxy's page, an empty 502) becomes `panel.unexpected`. */
export function readProblem(status: number, body: string): ApiProblem {
  try {
    const parsed = JSON.parse(body) as Partial<Problem> | null;
    if (parsed && typeof parsed.code === 'string') {
      return new ApiProblem({ ...parsed, code: parsed.code, status, detail: parsed.detail ?? parsed.code });
    }
  } catch {
    // Not JSON: said below.
  }
  return new ApiProblem({ code: 'panel.unexpected', status, detail: `The gateway answered ${status}.` });
}

/** A picture of a camera; `takenAt` epoch ms, `ageMs` when all of it had come. */
export interface Still {
  readonly picture: Blob;
  readonly takenAt: number;
  readonly ageMs: number;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id for something this panel asks for, so that asking twice acts once. `crypto.randomUUID` is missing on plain http. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => alphabet[byte & 31]).join('');
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

const answerWithinMs = 30_000;
/** A relay test holds its answer for as long as the relay takes: its rest, its lease of up to 90 s, its answers. */
const testWithinMs = 150_000;
/** Some megabytes over a weak signal. */
const uploadWithinMs = 120_000;

/** A file goes as it is, all else as JSON. */
function asSent(body: unknown): RequestInit {
  if (body === undefined || body instanceof Blob) return body === undefined ? {} : { body };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

export type Api = ReturnType<typeof createApi>;

/** Every command of the gateway, typed by the contract. `onSignedOut` hears of each 401. */
export function createApi(request: typeof fetch, onSignedOut: () => void) {
  async function answerTo(method: Method, path: string, body?: unknown, withinMs = answerWithinMs): Promise<Response> {
    const response = await request(`/api/${path}`, {
      method,
      signal: AbortSignal.timeout(withinMs),
      ...asSent(body),
    }).catch((cause: unknown) => {
      const late = cause instanceof Error && cause.name === 'TimeoutError';
      const code = late ? 'panel.timeout' : 'panel.unreachable';
      throw new ApiProblem({ code, status: 0, detail: 'The gateway did not answer.' });
    });
    if (response.ok) return response;
    if (response.status === 401) onSignedOut();
    throw readProblem(response.status, await response.text());
  }

  async function ask(method: Method, path: string, body?: unknown, withinMs?: number): Promise<string> {
    return (await answerTo(method, path, body, withinMs)).text();
  }

  /** A picture and how old it is, both by the gateway's clock: this machine's may be hours off. */
  async function askStill(path: string): Promise<Still> {
    const response = await answerTo('GET', path);
    const answeredAt = performance.now();
    const takenAt = Date.parse(response.headers.get('x-taken-at') ?? '');
    const sentAgeMs = Date.parse(response.headers.get('date') ?? '') - takenAt;
    if (Number.isNaN(sentAgeMs)) throw readProblem(response.status, 'a picture of no known age');
    const picture = await response.blob();
    // On a thin line it grows old on its way.
    return { picture, takenAt, ageMs: Math.max(0, sentAgeMs) + performance.now() - answeredAt };
  }

  async function send<T>(method: Method, path: string, body?: unknown, withinMs?: number): Promise<T> {
    const text = await ask(method, path, body, withinMs);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  const at = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;
  const create =
    <Input, Output>(path: string) =>
    (input: Input) =>
      send<Output>('POST', path, input);
  const change =
    <Input, Output>(method: 'PATCH' | 'PUT', path: string) =>
    (id: string, input: Input) =>
      send<Output>(method, at(path, id), input);
  const command =
    <Output>(path: string, name: string) =>
    (id: string) =>
      send<Output>('POST', `${at(path, id)}/${name}`);
  const remove = (path: string) => (id: string) => send<void>('DELETE', at(path, id));
  const page =
    <Item>(path: string) =>
    (cursor?: string) =>
      send<PageOf<Item>>('GET', cursor === undefined ? path : `${path}?cursor=${encodeURIComponent(cursor)}`);

  return {
    https: {
      get: () => send<HttpsState>('GET', 'https'),
      renewAuthority: () => send<HttpsState>('POST', 'https/renew-authority'),
    },
    homeAssistant: {
      get: () => send<HomeAssistantState>('GET', 'home-assistant'),
      change: (input: HomeAssistantInput) => send<HomeAssistantState>('PUT', 'home-assistant', input),
    },
    session: {
      get: () => send<Session>('GET', 'session'),
      signIn: create<SignIn, Session>('session'),
      signOut: () => send<void>('DELETE', 'session'),
      setUp: create<SetUp, Session>('set-up'),
    },
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
    zones: {
      create: create<ZoneInput, Zone>('zones'),
      change: change<ZoneChange, Zone>('PATCH', 'zones'),
      remove: remove('zones'),
    },
    relays: {
      create: create<RelayInput, RelayWithCredentials>('relays'),
      change: change<RelayChange, Relay>('PATCH', 'relays'),
      remove: remove('relays'),
      rotate: command<MqttCredentials>('relays', 'rotate'),
      test: (id: string, channel: number) =>
        send<RelayTestResult>('POST', `${at('relays', id)}/test`, { channel }, testWithinMs),
      events: (id: string) => send<PageOf<RelayEvent>>('GET', `${at('relays', id)}/events`).then(({ items }) => items),
      heard: (id: string) => send<PageOf<RelayHeard>>('GET', `${at('relays', id)}/heard`).then(({ items }) => items),
      waive: (id: string, input: FailSafeWaiverInput) =>
        send<Relay>('PUT', `${at('relays', id)}/fail-safe-waiver`, input),
      withdrawWaiver: (id: string) => send<Relay>('DELETE', `${at('relays', id)}/fail-safe-waiver`),
    },
    provisioning: {
      open: () => send<PairingAccess>('POST', 'provisioning/pairing'),
      extend: () => send<Provisioning>('POST', 'provisioning/pairing/extend'),
      close: () => send<void>('DELETE', 'provisioning/pairing'),
      adopt: (id: string, input: AdoptionInput) =>
        send<RelayWithCredentials>('POST', `${at('provisioning/newcomers', id)}/adopt`, input),
    },
    buttons: {
      create: create<ButtonInput, ButtonWithCredentials>('buttons'),
      change: change<ButtonChange, EmergencyButton>('PATCH', 'buttons'),
      remove: remove('buttons'),
      rotate: command<MqttCredentials>('buttons', 'rotate'),
      test: command<EmergencyButton>('buttons', 'test'),
      endTest: (id: string) => send<EmergencyButton>('DELETE', `${at('buttons', id)}/test`),
    },
    mqttAccounts: {
      list: () => send<PageOf<MqttAccount>>('GET', 'mqtt-accounts').then(({ items }) => items),
      create: create<MqttAccountInput, { account: MqttAccount; credentials: MqttCredentials }>('mqtt-accounts'),
      remove: remove('mqtt-accounts'),
    },
    outputs: {
      create: create<OutputInput, Output>('outputs'),
      change: change<OutputChange, Output>('PATCH', 'outputs'),
      remove: remove('outputs'),
    },
    upstreams: {
      create: create<UpstreamInput, Upstream>('upstreams'),
      change: change<UpstreamInput, Upstream>('PUT', 'upstreams'),
      remove: remove('upstreams'),
      /** Listens for some seconds; nothing sounds in the village. */
      test: create<UpstreamTest, UpstreamTestResult>('upstreams/tests'),
      /** The same of an address that it has, for whoever looks ahead. */
      listen: (id: string, urlIndex: number) =>
        send<UpstreamTestResult>('POST', `${at('upstreams', id)}/listen`, { urlIndex }),
      /** What a test heard; kept for some minutes. */
      testSoundUrl: (soundId: string) => `/api/${at('upstreams/tests', soundId)}/sound`,
    },
    cameras: {
      create: create<CameraInput, Camera>('cameras'),
      change: change<CameraChange, Camera>('PATCH', 'cameras'),
      remove: remove('cameras'),
      /** Looks for cameras on every network of the gateway, for some seconds. */
      search: () => send<PageOf<FoundCamera>>('POST', 'cameras/search').then(({ items }) => items),
      /** Asks a camera that need not be registered; what is wrong is in the answer. */
      test: create<CameraTest, CameraTestResult>('cameras/test'),
      /** Asks it now, also with a login that was refused before. */
      check: (id: string) => send<Camera>('POST', `${at('cameras', id)}/check`),
      /** Gives it the gateway's time. */
      setClock: (id: string) => send<Camera>('POST', `${at('cameras', id)}/clock`),
      /** All 0: stop. */
      move: (id: string, move: CameraMove) => send<unknown>('POST', `${at('cameras', id)}/move`, move),
      presets: (id: string) =>
        send<PageOf<CameraPreset>>('GET', `${at('cameras', id)}/presets`).then(({ items }) => items),
      goTo: (id: string, token: string) => send<unknown>('POST', `${at('cameras', id)}/presets`, { token }),
      /** What it sees, as a JPEG. */
      still: (id: string) => askStill(`${at('cameras', id)}/still`),
      /** A WebSocket; see CameraLiveMessage. */
      livePath: (id: string, stream: 'sub' | 'main') => `/api/${at('cameras', id)}/live/${stream}`,
    },
    alerts: {
      history: page<Alert>('alerts/history'),
      acknowledge: (id: string, note: string) => send<Alert>('PUT', `${at('alerts', id)}/acknowledgement`, { note }),
      unacknowledge: (id: string) => send<Alert>('DELETE', `${at('alerts', id)}/acknowledgement`),
    },
    alertDelivery: {
      webhook: () => send<WebhookState>('GET', 'alert-delivery/webhook'),
      changeWebhook: (input: WebhookInput) => send<WebhookSecret>('PUT', 'alert-delivery/webhook', input),
      renewSecret: () => send<WebhookSecret>('POST', 'alert-delivery/webhook/secret'),
      /** Posts a test; what came of it is in the answer. */
      test: () => send<WebhookTry>('POST', 'alert-delivery/webhook/test'),
      changeWallSound: (input: WallSound) => send<WallSound>('PUT', 'alert-delivery/wall-sound', input),
    },
    shifts: {
      review: () => send<ShiftReview>('GET', 'shift'),
      log: page<ShiftEntry>('shift/log'),
      takeOver: (note: string) => send<Shift>('POST', 'shift/take-over', { note }),
      handOver: (note: string) => send<Shift>('POST', 'shift/hand-over', { note }),
      note: (note: string) => send<Shift>('POST', 'shift/notes', { note }),
      read: () => send<Shift>('POST', 'shift/read'),
    },
    dailyStills: {
      list: (cameraId: string) => send<DailyStills>('GET', `${at('cameras', cameraId)}/daily-stills`),
      /** JPEG of a day, or `installed`. `version`: what makes the browser ask anew. */
      url: (cameraId: string, name: string, version: string) =>
        `/api/${at('cameras', cameraId)}/daily-stills/${name}?v=${encodeURIComponent(version)}`,
      install: (cameraId: string, date: string) =>
        send<DailyStills>('PUT', `${at('cameras', cameraId)}/daily-stills/installed`, { date }),
    },
    cameraMonths: {
      month: (month: string) => send<CameraMonths>('GET', `camera-months/${month}`),
      csv: (month: string) => ask('GET', `camera-months/${month}/csv`),
    },
    cameraEvents: {
      list: ({ from, to, limit, cursor }: Pick<CameraEventQuery, 'from' | 'to' | 'limit' | 'cursor'>) => {
        const asked = Object.entries({ from, to, limit, cursor }).filter(([, value]) => value !== undefined);
        const query = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
        return send<PageOf<CameraEvent>>('GET', `camera-events?${query}`);
      },
      get: (id: string) => send<CameraEvent>('GET', at('camera-events', id)),
      change: change<CameraEventChange, CameraEvent>('PATCH', 'camera-events'),
      remove: remove('camera-events'),
      /** Keeps what a camera sees now. */
      snapshot: create<CameraSnapshotInput, CameraEvent>('camera-events'),
      stillUrl: (id: string) => `/api/${at('camera-events', id)}/still`,
      clipUrl: (id: string) => `/api/${at('camera-events', id)}/clip`,
      /** When nobody heard what cameras noticed; instants, at most 62 days. */
      gaps: (from: string, to: string) =>
        send<PageOf<CameraGap>>('GET', `camera-gaps?${new URLSearchParams({ from, to })}`).then(({ items }) => items),
      settings: () => send<CameraEventSettingsState>('GET', 'camera-event-settings'),
      changeSettings: (settings: CameraEventSettings) =>
        send<CameraEventSettingsState>('PUT', 'camera-event-settings', settings),
    },
    cameraWarnings: {
      air: (id: string, answer: CameraWarningAnswer) =>
        send<Broadcast>('POST', `${at('camera-warnings', id)}/air`, answer),
      dismiss: remove('camera-warnings'),
    },
    recordings: {
      change: change<RecordingChange, Recording>('PATCH', 'recordings'),
      remove: remove('recordings'),
      peaks: (id: string) => send<Peaks>('GET', `${at('recordings', id)}/peaks`),
      audioUrl: (id: string) => `/api/${at('recordings', id)}/audio`,
    },
    speech: {
      notices: () => send<PageOf<NoticeTemplate>>('GET', 'speech/notices').then(({ items }) => items),
      /** What would be said; nothing is kept. */
      preview: create<SpeechWords, SpeechPreview>('speech/preview'),
      create: create<SpeechInput, Recording>('speech'),
    },
    playlists: {
      create: create<PlaylistInput, Playlist>('playlists'),
      change: change<PlaylistInput, Playlist>('PUT', 'playlists'),
      remove: remove('playlists'),
      rescan: () => send<unknown>('POST', 'playlists/rescan'),
    },
    chimes: { change: (defaults: ChimeDefaults) => send<ChimeState>('PUT', 'chimes', defaults) },
    programmes: {
      create: create<ProgrammeInput, SavedProgramme>('programmes'),
      change: change<ProgrammeInput, SavedProgramme>('PUT', 'programmes'),
      remove: remove('programmes'),
      /** What saving would say; nothing is kept. */
      try: create<ProgrammeTrial, TrialResult>('programmes/try'),
      submit: command<Programme>('programmes', 'submit'),
      approve: (id: string, seen: ProgrammeApproval) =>
        send<Programme>('POST', `${at('programmes', id)}/approve`, seen),
      sendBack: (id: string, note: string) => send<Programme>('POST', `${at('programmes', id)}/send-back`, { note }),
    },
    slots: {
      /** Village days, both included; at most 62 of them. */
      list: (from: string, to: string) =>
        send<{ items: Slot[] }>('GET', `slots?from=${from}&to=${to}`).then(({ items }) => items),
      why: (id: string) => send<Why>('GET', `${at('slots', id)}/why`),
      skip: command<Slot>('slots', 'skip'),
      move: (id: string, move: SlotMove) => send<Slot>('POST', `${at('slots', id)}/move`, move),
      replace: (id: string, content: Content) => send<Slot>('POST', `${at('slots', id)}/replace`, { content }),
      approve: (id: string, heard: SlotApproval) => send<Slot>('POST', `${at('slots', id)}/approve`, heard),
      restore: command<Slot>('slots', 'restore'),
    },
    overlays: {
      create: create<OverlayInput, Overlay>('overlays'),
      change: change<OverlayInput, Overlay>('PUT', 'overlays'),
      remove: remove('overlays'),
    },
    preflight: {
      last: () => send<LastPreflight>('GET', 'preflight').then(({ preflight }) => preflight),
      run: () => send<Preflight>('POST', 'preflight'),
    },
    calendar: {
      feed: () => send<CalendarFeed>('GET', 'calendar'),
      renew: () => send<CalendarFeed>('POST', 'calendar/renew'),
      close: () => send<CalendarFeed>('POST', 'calendar/close'),
      preview: (text: string) => send<CalendarPreview>('POST', 'calendar/preview', { text }),
      import: (input: CalendarImport) =>
        send<{ items: Programme[] }>('POST', 'calendar/import', input).then(({ items }) => items),
    },
    reports: {
      month: (month: string) => send<Report>('GET', at('reports', month)),
      /** As the gateway writes it, in codes. */
      csv: (month: string) => ask('GET', `${at('reports', month)}/csv`),
    },
    broadcasts: {
      start: create<BroadcastInput, Broadcast>('broadcasts'),
      stop: command<Broadcast>('broadcasts', 'stop'),
      stopAll: () => send<unknown>('POST', 'broadcasts/stop-all'),
    },
    emergencies: {
      start: create<EmergencyInput, Broadcast>('emergencies'),
      allClear: (id: string, input: AllClearInput) =>
        send<Broadcast>('POST', `${at('emergencies', id)}/all-clear`, input),
    },
    liveVoices: {
      start: create<LiveVoiceInput, Broadcast>('live-voices'),
      finish: command<void>('live-voices', 'finish'),
      limits: () => send<LiveVoiceLimitsState>('GET', 'live-voice-limits'),
      changeLimits: (limits: LiveVoiceLimits) => send<LiveVoiceLimitsState>('PUT', 'live-voice-limits', limits),
    },
    sound: {
      get: () => send<SoundSettingsState>('GET', 'sound-settings'),
      change: (change: SoundSettingsChange) => send<SoundSettingsState>('PATCH', 'sound-settings', change),
    },
    airLog: {
      page: page<AirLogEntry>('air-log'),
      soundUrl: (id: string, outputId: string) => `/api/${at(`${at('air-log', id)}/sound`, outputId)}`,
    },
    airedSound: {
      get: () => send<AiredSoundState>('GET', 'aired-sound'),
      change: (limits: AiredSoundLimits) => send<AiredSoundState>('PUT', 'aired-sound', limits),
    },
    auditLog: { page: page<AuditEntry>('audit-log') },
    users: {
      list: () => send<PageOf<User>>('GET', 'users').then(({ items }) => items),
      create: create<UserInput, User>('users'),
      change: change<UserChange, User>('PATCH', 'users'),
      remove: remove('users'),
    },
  };
}
