import type { Readable } from 'node:stream';
import type {
  AcknowledgeInput,
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
  CameraMonths,
  Camera,
  CameraChange,
  CameraInput,
  CameraMove,
  CameraPreset,
  CameraTest,
  CameraTestResult,
  CameraEvent,
  CameraEventChange,
  CameraEventQuery,
  CameraEventSettings,
  CameraEventSettingsState,
  CameraGap,
  CameraGapQuery,
  CameraSnapshotInput,
  CameraWarning,
  CameraWarningAnswer,
  ChimeDefaults,
  ChimeState,
  Content,
  DailyStills,
  EmergencyButton,
  EmergencyInput,
  FoundCamera,
  Health,
  HomeAssistantInput,
  HomeAssistantState,
  HttpsState,
  LiveVoiceInput,
  LiveVoiceLimits,
  LiveVoiceLimitsState,
  MapPicture,
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
  PageQuery,
  PairingAccess,
  Permission,
  Peaks,
  Playlist,
  PlaylistInput,
  Preflight,
  Programme,
  ProgrammeApproval,
  ProgrammeInput,
  ProgrammeTrial,
  Provisioning,
  Recording,
  RecordingChange,
  RecordingUploadQuery,
  Relay,
  FailSafeWaiverInput,
  RelayChange,
  RelayEvent,
  RelayHeard,
  RelayInput,
  RelayTestResult,
  RelayWithCredentials,
  Report,
  Role,
  SavedProgramme,
  SetUp,
  Shift,
  ShiftEntry,
  ShiftReview,
  SignIn,
  Slot,
  SlotApproval,
  SlotMove,
  SlotQuery,
  Snapshot,
  SoundSettingsChange,
  SoundSettingsState,
  SpeechInput,
  SpeechPreview,
  SpeechState,
  SpeechWords,
  TrialResult,
  Upstream,
  UpstreamInput,
  UpstreamListen,
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
} from '../contract/index.ts';
import type { CameraStill, LiveViewer } from '../cameras/ports.ts';
import type { Seat, SpeakersLine } from '../live/ports.ts';
import type { SoundOnDemand } from './sound.ts';

/** Who is asking: put into the air log and, by the server, into the audit log. */
export type Actor = Pick<User, 'id' | 'login' | 'name' | 'roles'>;

/** `token` goes into the person's cookie and nowhere else. */
export interface SignedIn {
  readonly user: User;
  readonly token: string;
}

/** What the routes need from the features; `app.ts` hands them over. Each refuses with an `AppError`. */
export interface Services {
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
  readonly zones: {
    list(): Promise<Zone[]>;
    get(id: string): Promise<Zone>;
    create(input: ZoneInput): Promise<Zone>;
    change(id: string, change: ZoneChange): Promise<Zone>;
    remove(id: string): Promise<void>;
  };
  readonly relays: {
    list(): Promise<Relay[]>;
    get(id: string): Promise<Relay>;
    create(input: RelayInput): Promise<RelayWithCredentials>;
    change(id: string, change: RelayChange): Promise<Relay>;
    remove(id: string): Promise<void>;
    /** A new password; the old one stops working at once. */
    rotate(id: string): Promise<MqttCredentials>;
    /** Likewise, for another device in its place: what trials found of the one before says nothing of that. */
    replaceDevice(id: string): Promise<MqttCredentials>;
    test(id: string, channel: number): Promise<RelayTestResult>;
    /** Its last comings, goings and faults, newest first. */
    history(id: string): Promise<RelayEvent[]>;
    heard(id: string): Promise<RelayHeard[]>;
    /** Lets it be used without a fail-safe. */
    waive(id: string, input: FailSafeWaiverInput, actor: Actor): Promise<Relay>;
    withdrawWaiver(id: string): Promise<Relay>;
  };
  readonly buttons: {
    list(): Promise<EmergencyButton[]>;
    get(id: string): Promise<EmergencyButton>;
    create(input: ButtonInput): Promise<ButtonWithCredentials>;
    change(id: string, change: ButtonChange): Promise<EmergencyButton>;
    remove(id: string): Promise<void>;
    /** A new password; the old one stops working at once. */
    rotate(id: string): Promise<MqttCredentials>;
    /** For a minute its presses are only shown; or no longer. */
    test(id: string, on: boolean): Promise<EmergencyButton>;
  };
  /** Devices that are no relays yet. */
  readonly provisioning: {
    get(): Provisioning;
    /** Lets devices in by a new password for ten minutes; who is in already stays in. */
    open(actor: Actor): Promise<PairingAccess>;
    extend(): Promise<Provisioning>;
    close(): Promise<void>;
    /**
     * Makes it a relay with its own account, or the device of a relay that has none there, and sends it that where it can be
     * sent; once more when that failed.
     */
    adopt(id: string, input: AdoptionInput): Promise<RelayWithCredentials>;
  };
  readonly mqttAccounts: {
    list(): Promise<MqttAccount[]>;
    /** An observer: reads everything below the village's topic, writes nothing. */
    create(input: MqttAccountInput): Promise<{ account: MqttAccount; credentials: MqttCredentials }>;
    remove(id: string): Promise<void>;
  };
  readonly homeAssistant: {
    state(): HomeAssistantState;
    /** One that is told no more is cleared of us. Rejects with `home-assistant.password-needed`. */
    change(input: HomeAssistantInput): Promise<HomeAssistantState>;
  };
  readonly outputs: {
    list(): Promise<Output[]>;
    get(id: string): Promise<Output>;
    create(input: OutputInput): Promise<Output>;
    change(id: string, change: OutputChange): Promise<Output>;
    remove(id: string): Promise<void>;
    /** MP3 without end; rejects with `output.not-found`, `stream.not-found` or `stream.too-many`. */
    stream(id: string): Readable;
    /** Lets every listener go. */
    endStreams(): void;
  };
  readonly recordings: {
    list(page: PageQuery): Promise<PageOf<Recording>>;
    get(id: string): Promise<Recording>;
    /** Stores the body as it comes; answers when it is whole, normalising goes on (see `recording.changed`). */
    upload(query: RecordingUploadQuery, body: Readable, sizeBytes: number | null, actor: Actor): Promise<Recording>;
    change(id: string, change: RecordingChange): Promise<Recording>;
    remove(id: string): Promise<void>;
    peaks(id: string): Promise<Peaks>;
    /** The file to listen to: what will be aired, WAV. */
    audioFile(id: string): Promise<string>;
  };
  readonly speech: {
    state(): Promise<SpeechState>;
    notices(): Promise<NoticeTemplate[]>;
    /** Rejects with `speech.empty`, `speech.too-long`, `notice.blank-empty`, … */
    preview(words: SpeechWords): Promise<SpeechPreview>;
    /** Answers at once; it is spoken and normalised in the background (see `recording.changed`). */
    create(input: SpeechInput, actor: Actor): Promise<Recording>;
  };
  readonly playlists: {
    list(): Promise<Playlist[]>;
    get(id: string): Promise<Playlist>;
    create(input: PlaylistInput): Promise<Playlist>;
    /** What airs it has to be approved again, unless the person may approve. */
    change(id: string, input: PlaylistInput, actor: Actor): Promise<Playlist>;
    remove(id: string): Promise<void>;
    /** Looks at the folder again, now. */
    rescan(): Promise<Playlist[]>;
  };
  readonly chimes: {
    state(): Promise<ChimeState>;
    /** Rejects with `recording.not-found`. */
    change(defaults: ChimeDefaults): Promise<ChimeState>;
  };
  readonly upstreams: {
    list(): Promise<Upstream[]>;
    get(id: string): Promise<Upstream>;
    create(input: UpstreamInput): Promise<Upstream>;
    change(id: string, input: UpstreamInput): Promise<Upstream>;
    remove(id: string): Promise<void>;
    /** Listens for some seconds; what is wrong is in the answer. */
    test(test: UpstreamTest): Promise<UpstreamTestResult>;
    /** Rejects with `upstream.no-such-address`. */
    listen(id: string, which: UpstreamListen): Promise<UpstreamTestResult>;
    /** WAV; rejects with `upstream.sound-gone`. */
    testSound(id: string): Buffer;
  };
  readonly cameras: {
    list(): Promise<Camera[]>;
    get(id: string): Promise<Camera>;
    /** It need not answer yet. Rejects with `camera.host-not-plain`, `camera.address-forbidden`, `camera.address-taken` … */
    create(input: CameraInput): Promise<Camera>;
    /** At another address the password has to be given again: `camera.password-needed`. */
    change(id: string, change: CameraChange): Promise<Camera>;
    remove(id: string): Promise<void>;
    /** Looks for cameras on every network, for some seconds. */
    search(): Promise<FoundCamera[]>;
    /** What is wrong is in the answer. */
    test(test: CameraTest): Promise<CameraTestResult>;
    /** Asks now, also with a login that was refused. */
    check(id: string): Promise<Camera>;
    /** Gives it the gateway's time. */
    setClock(id: string): Promise<Camera>;
    move(id: string, move: CameraMove): Promise<void>;
    presets(id: string): Promise<CameraPreset[]>;
    goTo(id: string, preset: string): Promise<void>;
    /** Rejects with `camera.no-picture`. */
    still(id: string): Promise<CameraStill>;
    /** Rejects when there is no such camera. */
    admit(id: string): void;
    /** Returns the way to look away. */
    look(id: string, stream: 'sub' | 'main', viewer: LiveViewer): () => void;
  };
  readonly programmes: {
    list(): Promise<Programme[]>;
    get(id: string): Promise<Programme>;
    create(input: ProgrammeInput, actor: Actor): Promise<SavedProgramme>;
    /** A slot too near its start to be taken out of the plan is skipped by the one who asks. */
    change(id: string, input: ProgrammeInput, actor: Actor): Promise<SavedProgramme>;
    remove(id: string, actor: Actor): Promise<void>;
    /** What saving would say; nothing is kept. */
    try(trial: ProgrammeTrial): Promise<TrialResult>;
    submit(id: string, actor: Actor): Promise<Programme>;
    /** What was seen; when it is another by now it is not approved. */
    approve(id: string, seen: ProgrammeApproval, actor: Actor): Promise<Programme>;
    /** Back to its author, with a note. */
    sendBack(id: string, note: string, actor: Actor): Promise<Programme>;
  };
  readonly slots: {
    list(query: SlotQuery): Promise<Slot[]>;
    get(id: string): Promise<Slot>;
    why(id: string): Promise<Why>;
    skip(id: string, actor: Actor): Promise<Slot>;
    move(id: string, move: SlotMove, actor: Actor): Promise<Slot>;
    /** Another content in this one slot; it waits for approval unless the person may approve. */
    replace(id: string, content: Content, actor: Actor): Promise<Slot>;
    /** What was heard; when it is another by now it is not approved. */
    approve(id: string, heard: SlotApproval, actor: Actor): Promise<Slot>;
    /** Takes back everything that was changed on it. */
    restore(id: string, actor: Actor): Promise<Slot>;
  };
  /** What cameras noticed. */
  readonly cameraEvents: {
    list(query: CameraEventQuery): Promise<PageOf<CameraEvent>>;
    get(id: string): Promise<CameraEvent>;
    /** Rejects with `camera-event.too-much-kept`. */
    change(id: string, change: CameraEventChange, actor: Actor): Promise<CameraEvent>;
    remove(id: string): Promise<void>;
    /** Keeps what a camera sees now; rejects with `camera.no-picture` or `camera-event.old-picture`. */
    snapshot(input: CameraSnapshotInput, actor: Actor): Promise<CameraEvent>;
    /** The file of its picture, JPEG; rejects with `camera-still.not-found`. */
    still(id: string): Promise<string>;
    /** The file of its film, MP4; rejects with `camera-clip.not-found`. */
    clip(id: string): Promise<string>;
    gaps(query: CameraGapQuery): Promise<CameraGap[]>;
    settings(): Promise<CameraEventSettingsState>;
    changeSettings(settings: CameraEventSettings): Promise<CameraEventSettingsState>;
  };
  readonly cameraWarnings: {
    list(): CameraWarning[];
    /** Rejects with `camera-warning.over`, or as a broadcast does. */
    air(id: string, answer: CameraWarningAnswer, actor: Actor): Promise<Broadcast>;
    dismiss(id: string): void;
  };
  readonly overlays: {
    /** Those that are not over. */
    list(): Promise<Overlay[]>;
    create(input: OverlayInput, actor: Actor): Promise<Overlay>;
    change(id: string, input: OverlayInput, actor: Actor): Promise<Overlay>;
    remove(id: string): Promise<void>;
  };
  readonly preflight: {
    last(): Promise<Preflight | null>;
    /** Looks now. */
    run(): Promise<Preflight>;
  };
  readonly calendar: {
    feed(): Promise<CalendarFeed>;
    /** A new address; the old one answers no more. */
    renew(): Promise<CalendarFeed>;
    close(): Promise<CalendarFeed>;
    /** iCalendar text for whoever knows the token; rejects with `calendar.not-found`. */
    file(token: string): Promise<string>;
    preview(text: string): Promise<CalendarPreview>;
    /** All or none; drafts. */
    import(input: CalendarImport, actor: Actor): Promise<Programme[]>;
  };
  readonly https: {
    state(): HttpsState;
    /** DER; rejects with `https.no-authority` when there is none to trust. */
    authorityFile(): Buffer;
    renewAuthority(): Promise<HttpsState>;
  };
  readonly alerts: {
    /** Those that are open. */
    open(): Alert[];
    /** Those that are over, newest first. */
    history(query: PageQuery): Promise<PageOf<Alert>>;
    acknowledge(id: string, input: AcknowledgeInput, actor: Actor): Promise<Alert>;
    unacknowledge(id: string): Promise<Alert>;
  };
  readonly alertDelivery: {
    readonly webhook: {
      state(): Promise<WebhookState>;
      change(input: WebhookInput): Promise<WebhookSecret>;
      renewSecret(): Promise<WebhookSecret>;
      /** Posts now; what came of it is in the answer. */
      test(): Promise<WebhookTry>;
    };
    readonly wallSound: {
      get(): WallSound;
      change(wanted: WallSound): Promise<WallSound>;
    };
  };
  readonly shifts: {
    review(): Promise<ShiftReview>;
    log(query: PageQuery): Promise<PageOf<ShiftEntry>>;
    takeOver(note: string, actor: Actor): Promise<Shift>;
    handOver(note: string, actor: Actor): Promise<Shift>;
    note(note: string, actor: Actor): Promise<Shift>;
    /** What was handed over has been read. */
    read(actor: Actor): Promise<Shift>;
  };
  readonly cameraMonths: {
    month(month: string): Promise<CameraMonths>;
    /** The same as CSV, for a spreadsheet. */
    csv(month: string): Promise<string>;
  };
  readonly dailyStills: {
    list(cameraId: string): Promise<DailyStills>;
    /** JPEG of a day, or `installed`. */
    open(cameraId: string, name: string): Promise<Readable>;
    install(cameraId: string, date: string): Promise<void>;
  };
  readonly reports: {
    month(month: string): Promise<Report>;
    /** The same as CSV, for a spreadsheet. */
    csv(month: string): Promise<string>;
  };
  readonly broadcasts: {
    /** Those not over. */
    list(): Promise<Broadcast[]>;
    get(id: string): Promise<Broadcast>;
    start(input: BroadcastInput, actor: Actor): Promise<Broadcast>;
    stop(id: string, actor: Actor): Promise<Broadcast>;
    stopAll(actor: Actor): Promise<Broadcast[]>;
  };
  readonly emergencies: {
    start(input: EmergencyInput, actor: Actor): Promise<Broadcast>;
    /** Ends that emergency; the answer is the broadcast that says so. */
    allClear(id: string, input: AllClearInput, actor: Actor): Promise<Broadcast>;
  };
  readonly liveVoices: {
    start(input: LiveVoiceInput, actor: Actor): Promise<Broadcast>;
    /** What follows the voice is still heard. */
    finish(id: string, actor: Actor): Promise<void>;
    /** Rejects with `live.not-found` or `live.not-yours`. */
    admit(id: string, actor: Actor): void;
    /** The socket of somebody who was admitted. */
    attach(id: string, line: SpeakersLine): Seat;
    limits(): LiveVoiceLimitsState;
    changeLimits(limits: LiveVoiceLimits): Promise<LiveVoiceLimitsState>;
  };
  readonly soundSettings: {
    state(): SoundSettingsState;
    change(change: SoundSettingsChange): Promise<SoundSettingsState>;
  };
  readonly airLog: {
    list(page: PageQuery): Promise<PageOf<AirLogEntry>>;
    /** What left an output during a line; rejects with `air-log.not-found` or `aired-sound.not-held`. */
    sound(id: string, outputId: string): Promise<SoundOnDemand>;
  };
  readonly airedSound: {
    state(): AiredSoundState;
    change(limits: AiredSoundLimits): Promise<AiredSoundState>;
  };
  readonly identity: {
    /** What somebody with these roles may do. */
    permissionsOf(roles: readonly Role[]): Permission[];
    isSetUp(): Promise<boolean>;
    /** `address`: where the request came from; wrong tries are counted by it. */
    setUp(input: Omit<SetUp, 'villageName'>, address: string): Promise<SignedIn>;
    signIn(input: SignIn, address: string): Promise<SignedIn>;
    signOut(token: string): Promise<void>;
    /** The person behind a session token, or null; renews it. */
    whoIs(token: string): Promise<User | null>;
    listUsers(): Promise<User[]>;
    createUser(input: UserInput): Promise<User>;
    /** A new password ends that person's sessions, but for the one of `keepToken`. */
    changeUser(id: string, change: UserChange, keepToken: string): Promise<User>;
    removeUser(id: string): Promise<void>;
  };
  readonly audit: {
    record(entry: Omit<AuditEntry, 'id' | 'at'>): Promise<void>;
    list(page: PageQuery): Promise<PageOf<AuditEntry>>;
  };
}
