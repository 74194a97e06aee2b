import type { Readable } from 'node:stream';
import type {
  AirLogEntry,
  AuditEntry,
  Broadcast,
  BroadcastInput,
  Health,
  MqttAccount,
  MqttAccountInput,
  MqttCredentials,
  Output,
  OutputChange,
  OutputInput,
  PageOf,
  PageQuery,
  Permission,
  Peaks,
  Playlist,
  PlaylistInput,
  Programme,
  ProgrammeInput,
  Recording,
  RecordingChange,
  RecordingUploadQuery,
  Relay,
  RelayChange,
  RelayInput,
  RelayTestResult,
  RelayWithCredentials,
  Role,
  SavedProgramme,
  SetUp,
  SignIn,
  Slot,
  SlotQuery,
  Snapshot,
  User,
  UserChange,
  UserInput,
  Village,
  VillageChange,
  Zone,
  ZoneChange,
  ZoneInput,
} from '../contract/index.ts';

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
    test(id: string, channel: number): Promise<RelayTestResult>;
  };
  readonly mqttAccounts: {
    list(): Promise<MqttAccount[]>;
    /** An observer: reads everything below the village's topic, writes nothing. */
    create(input: MqttAccountInput): Promise<{ account: MqttAccount; credentials: MqttCredentials }>;
    remove(id: string): Promise<void>;
  };
  readonly outputs: {
    list(): Promise<Output[]>;
    get(id: string): Promise<Output>;
    create(input: OutputInput): Promise<Output>;
    change(id: string, change: OutputChange): Promise<Output>;
    remove(id: string): Promise<void>;
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
  readonly playlists: {
    list(): Promise<Playlist[]>;
    get(id: string): Promise<Playlist>;
    create(input: PlaylistInput): Promise<Playlist>;
    change(id: string, input: PlaylistInput): Promise<Playlist>;
    remove(id: string): Promise<void>;
    /** Looks at the folder again, now. */
    rescan(): Promise<Playlist[]>;
  };
  readonly programmes: {
    list(): Promise<Programme[]>;
    get(id: string): Promise<Programme>;
    create(input: ProgrammeInput): Promise<SavedProgramme>;
    /** A slot too near its start to be taken out of the plan is skipped by the one who asks. */
    change(id: string, input: ProgrammeInput, actor: Actor): Promise<SavedProgramme>;
    remove(id: string, actor: Actor): Promise<void>;
  };
  readonly slots: {
    list(query: SlotQuery): Promise<Slot[]>;
    get(id: string): Promise<Slot>;
    skip(id: string, actor: Actor): Promise<Slot>;
    /** Takes a skip back. */
    restore(id: string, actor: Actor): Promise<Slot>;
  };
  readonly broadcasts: {
    /** Those not over. */
    list(): Promise<Broadcast[]>;
    get(id: string): Promise<Broadcast>;
    start(input: BroadcastInput, actor: Actor): Promise<Broadcast>;
    stop(id: string, actor: Actor): Promise<Broadcast>;
    stopAll(actor: Actor): Promise<Broadcast[]>;
  };
  readonly airLog: {
    list(page: PageQuery): Promise<PageOf<AirLogEntry>>;
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
