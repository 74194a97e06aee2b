import { Type, type Static } from 'typebox';
import { Id, Instant, Name, Nullable, Reason, oneOf } from './common.ts';
import { MapPlace } from './village-map.ts';

/** `locked`: it is not asked any more, since its login was refused. `unknown`: nobody can say yet. */
export const CameraStatus = oneOf('online', 'degraded', 'offline', 'locked', 'unknown');
export type CameraStatus = Static<typeof CameraStatus>;

/** Why a camera does not work as it should: the lowest rung that is broken. */
export const CameraCause = oneOf(
  // What came of asking it over ONVIF.
  ...([
    'unreachable',
    'refused',
    'timed-out',
    'wrong-password',
    'locked',
    'clock-skew',
    'not-onvif',
    'broken-reply',
    'unsupported',
    'no-profiles',
  ] as const),
  // Its stream: nobody at its port, no room for one more, no picture came, or it stopped coming.
  ...(['stream-refused', 'stream-busy', 'stream-silent', 'stream-stalled'] as const),
  ...(['slow', 'thin', 'frozen', 'black', 'clock-off', 'flapping'] as const),
);
export type CameraCause = Static<typeof CameraCause>;

/** A name or an address, without scheme, port, path or login. */
const Host = Type.String({ minLength: 1, maxLength: 253, pattern: '^\\S+$' });
const Port = Type.Integer({ minimum: 1, maximum: 65_535 });
const ServicePath = Type.String({ minLength: 1, maxLength: 200, pattern: '^/[\\x21-\\x7e]*$' });
const LoginName = Type.String({ minLength: 1, maxLength: 64 });
/** Empty where the camera has none for that name. */
const LoginPassword = Type.String({ maxLength: 128 });
const ProfileToken = Type.String({ minLength: 1, maxLength: 64 });

const where = {
  host: Host,
  port: Port,
  /** Of its device service; null: the usual one. */
  path: Nullable(ServicePath),
  /** null: it asks nobody who they are. */
  username: Nullable(LoginName),
};

const choices = {
  name: Name,
  ...where,
  /** The small stream that is watched all the time; null: the gateway chooses. */
  monitorProfile: Nullable(ProfileToken),
  /** The large one, for whoever looks closely; null: the gateway chooses. */
  viewProfile: Nullable(ProfileToken),
  /** null: on no map yet. */
  place: Nullable(MapPlace),
  /** The zones that are heard where it looks. */
  zoneIds: Type.Array(Id, { maxItems: 16, uniqueItems: true }),
  /** What it hangs on together with others (a cabinet, a switch, a fuse); null: nobody said. */
  cabinet: Nullable(Name),
  /** Somebody works on it: that it is away troubles nobody. */
  maintenance: Type.Boolean(),
};

const left = Type.Partial(
  Type.Object({
    path: choices.path,
    username: choices.username,
    /** Never shown again. */
    password: Nullable(LoginPassword),
    monitorProfile: choices.monitorProfile,
    viewProfile: choices.viewProfile,
    place: choices.place,
    zoneIds: choices.zoneIds,
    cabinet: choices.cabinet,
    maintenance: choices.maintenance,
  }),
);

/** Left out: port 80, the usual path, no login, what the gateway chooses, on no map. */
export const CameraInput = Type.Object(
  { name: choices.name, host: Host, port: Type.Optional(Port), ...left.properties },
  { additionalProperties: false },
);
export type CameraInput = Static<typeof CameraInput>;
export const CameraChange = Type.Partial(CameraInput, { additionalProperties: false });
export type CameraChange = Static<typeof CameraChange>;

export const CameraFacts = Type.Object({
  manufacturer: Type.String(),
  model: Type.String(),
  firmware: Type.String(),
  serial: Type.String(),
  hardware: Type.String(),
});

/** A stream that it offers. null: it does not say. */
export const CameraProfile = Type.Object({
  token: Type.String(),
  name: Type.String(),
  encoding: Nullable(Type.String()),
  width: Nullable(Type.Number()),
  height: Nullable(Type.Number()),
  fps: Nullable(Type.Number()),
  kbps: Nullable(Type.Number()),
  /** Frames from one key frame to the next. */
  gop: Nullable(Type.Number()),
  audio: Nullable(Type.String()),
  ptz: Type.Boolean(),
});
export type CameraProfile = Static<typeof CameraProfile>;

/** What comes of the watched stream, measured. */
export const CameraStreamReading = Type.Object({
  /** As a browser names it, e.g. `avc1.64001e`. */
  codec: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
  fps: Type.Number(),
  kbps: Type.Number(),
  /** From one key frame to the next; null: only one was seen yet. */
  gopSeconds: Nullable(Type.Number()),
});
export type CameraStreamReading = Static<typeof CameraStreamReading>;

export const Camera = Type.Object({
  id: Id,
  ...choices,
  hasPassword: Type.Boolean(),
  /** What it said of itself last; null: it was never reached. */
  facts: Nullable(CameraFacts),
  profiles: Type.Array(CameraProfile),
  /** It says that it can be turned. */
  turns: Type.Boolean(),
  status: CameraStatus,
  /** null: nothing is wrong, or nothing is known. */
  cause: Nullable(CameraCause),
  /** What comes now is a picture of now. */
  live: Type.Boolean(),
  /** Since when it is so: of a fault, when it was last known to be none. */
  since: Instant,
  /** When the newest picture came that can be shown, at most some seconds old while it is live; null: none yet. */
  pictureAt: Nullable(Instant),
  /** null: nothing comes. */
  stream: Nullable(CameraStreamReading),
  /** Its clock minus ours, ms; null: it tells no time, or was not asked yet. */
  driftMs: Nullable(Type.Number()),
  /** Whether it is heard what it notices (motion …); `unknown` is never "nothing happens". */
  events: oneOf('heard', 'unknown', 'unsupported'),
  /** What would make it work better: H.265, a long group of pictures … */
  warnings: Type.Array(Reason),
});
export type Camera = Static<typeof Camera>;

/** A camera that answered a search. */
export const FoundCamera = Type.Object({
  host: Type.String(),
  port: Type.Integer(),
  path: Type.String(),
  name: Type.String(),
  model: Type.String(),
  /** It names other addresses than the one that it answered from. */
  namesElsewhere: Type.Boolean(),
  /** The camera that it is already; null: a new one. */
  cameraId: Nullable(Id),
});
export type FoundCamera = Static<typeof FoundCamera>;

/** Asks a camera that need not be registered yet. `cameraId`: whose password is meant where none is given. */
export const CameraTest = Type.Object(
  {
    host: Host,
    port: Type.Optional(Port),
    path: Type.Optional(where.path),
    username: Type.Optional(where.username),
    password: Type.Optional(Nullable(LoginPassword)),
    cameraId: Type.Optional(Id),
    /** A person says that it was put right in the camera: a password that was refused is tried once more. */
    again: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type CameraTest = Static<typeof CameraTest>;

export const CameraTestResult = Type.Object({
  /** Why it would not work; null: it is well. */
  problem: Nullable(Reason),
  facts: Nullable(CameraFacts),
  profiles: Type.Array(CameraProfile),
  /** What the gateway would choose. */
  chosen: Type.Object({ monitorProfile: Nullable(ProfileToken), viewProfile: Nullable(ProfileToken) }),
  turns: Type.Boolean(),
  driftMs: Nullable(Type.Number()),
  warnings: Type.Array(Reason),
  /** What it sees now, as a data URL of a JPEG; null: it gave none. */
  picture: Nullable(Type.String()),
});
export type CameraTestResult = Static<typeof CameraTestResult>;

/** −1 … 1 each: how fast, and where to; all 0: stop. */
export const CameraMove = Type.Object(
  {
    x: Type.Number({ minimum: -1, maximum: 1 }),
    y: Type.Number({ minimum: -1, maximum: 1 }),
    zoom: Type.Number({ minimum: -1, maximum: 1 }),
  },
  { additionalProperties: false },
);
export type CameraMove = Static<typeof CameraMove>;
export const CameraPreset = Type.Object({ token: ProfileToken, name: Type.String() });
export type CameraPreset = Static<typeof CameraPreset>;
export const CameraPresetChoice = Type.Object({ token: ProfileToken }, { additionalProperties: false });
export type CameraPresetChoice = Static<typeof CameraPresetChoice>;

/** `v`: any word that makes a browser ask anew. */
export const CameraStillQuery = Type.Object(
  { v: Type.Optional(Type.String({ maxLength: 40 })) },
  { additionalProperties: false },
);

/** Which of its streams: the small one that always comes, or the large one, fetched while somebody looks. */
export const CameraLiveParams = Type.Object({ id: Id, stream: oneOf('sub', 'main') }, { additionalProperties: false });
export type CameraLiveParams = Static<typeof CameraLiveParams>;

/**
 * What the live socket says between pictures, as JSON text. After each `starts` the next binary message is the
 * initialisation segment (ISO 14496-12, `ftyp` + `moov`), every one after it whole fragments (`moof` + `mdat`), the
 * first of which begins with a key frame. `alive` comes each second, with the age of the newest picture.
 */
export type CameraLiveMessage =
  | { kind: 'starts'; mime: string; now: string }
  | { kind: 'alive'; now: string; pictureAt: string | null; live: boolean }
  | { kind: 'ended'; code: string };
