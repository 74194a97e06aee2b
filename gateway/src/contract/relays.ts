import { Type, type Static } from 'typebox';
import { Availability, Id, Instant, Name, Nullable, Reason } from './common.ts';
import { RelayTemplate } from './relay-template.ts';

export const RelayDriver = Type.Union([
  Type.Literal('tasmota'),
  Type.Literal('shelly'),
  Type.Literal('esphome'),
  Type.Literal('zigbee2mqtt'),
  Type.Literal('generic'),
]);
export type RelayDriver = Static<typeof RelayDriver>;
export const SwitchState = Type.Union([Type.Literal('on'), Type.Literal('off'), Type.Literal('unknown')]);
export type SwitchState = Static<typeof SwitchState>;

export const RelayInput = Type.Object(
  {
    name: Name,
    driver: RelayDriver,
    channels: Type.Integer({ minimum: 1, maximum: 32 }),
    maintenance: Type.Optional(Type.Boolean()),
    /** Of a generic relay whose board does not speak our own topics. */
    template: Type.Optional(Nullable(RelayTemplate)),
  },
  { additionalProperties: false },
);
export type RelayInput = Static<typeof RelayInput>;
export const RelayChange = Type.Partial(
  Type.Object(
    {
      name: Name,
      maintenance: Type.Boolean(),
      minDrawW: Nullable(Type.Number({ minimum: 1, maximum: 1_000 })),
      maxOnMinutes: Nullable(Type.Integer({ minimum: 5, maximum: 1_440 })),
      offlineAfterSeconds: Type.Integer({ minimum: 15, maximum: 900 }),
      site: Nullable(Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })),
      template: Nullable(RelayTemplate),
    },
    { additionalProperties: false },
  ),
  { additionalProperties: false },
);
export type RelayChange = Static<typeof RelayChange>;

/** Whether a channel goes OFF by itself when the gateway falls silent, as its last trial found; `at`: when that was; absent
 * without a trial: its template says so. */
export const FailSafe = Type.Object({
  state: Type.Union([Type.Literal('unproved'), Type.Literal('proved'), Type.Literal('absent')]),
  at: Nullable(Instant),
});
export type FailSafe = Static<typeof FailSafe>;

/** Somebody has taken it upon himself that the relay is used without a fail-safe. */
export const FailSafeWaiver = Type.Object({ reason: Type.String(), by: Type.String(), at: Instant });
export type FailSafeWaiver = Static<typeof FailSafeWaiver>;
export const FailSafeWaiverInput = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }) },
  { additionalProperties: false },
);
export type FailSafeWaiverInput = Static<typeof FailSafeWaiverInput>;

export const RelayChannel = Type.Object({
  channel: Type.Integer(),
  /** What the device itself last said. */
  state: SwitchState,
  /** What the gateway wants. */
  wanted: Type.Union([Type.Literal('on'), Type.Literal('off')]),
  saidAt: Nullable(Instant),
  powerW: Nullable(Type.Number()),
  failSafe: FailSafe,
  fault: Nullable(Reason),
});
export type RelayChannel = Static<typeof RelayChannel>;

export const Relay = Type.Object({
  id: Id,
  name: Name,
  driver: RelayDriver,
  /** Everything the device says and hears is below this topic. */
  topic: Type.String(),
  /** How its board says and hears it; null: as its family does. */
  template: Nullable(RelayTemplate),
  availability: Availability,
  lastSeenAt: Nullable(Instant),
  wifiPercent: Nullable(Type.Number()),
  maintenance: Type.Boolean(),
  /** A channel with a meter that shows more than this feeds an amplifier that runs; null: not judged by what it draws. */
  minDrawW: Nullable(Type.Number()),
  /** A channel that is held for longer is turned OFF; null: it may be held for ever. */
  maxOnMinutes: Nullable(Type.Integer()),
  waiver: Nullable(FailSafeWaiver),
  /** How long it may be silent before it counts as offline. */
  offlineAfterSeconds: Type.Integer(),
  /** Whose power or network it shares: a pole, a cabinet; relays of one site that are lost together have one cause. */
  site: Nullable(Type.String()),
  /** As the device says it. */
  firmware: Nullable(Type.String()),
  /** How often it connected anew since the gateway started, and within the last day of that. */
  reconnects: Type.Object({ sinceStart: Type.Integer(), lastDay: Type.Integer() }),
  channels: Type.Array(RelayChannel),
});
export type Relay = Static<typeof Relay>;

/** What is put into a device, as the panel names it; `firmware-config/` holds the template of each. */
export const FirmwareFile = Type.Object({
  name: Type.String(),
  kind: Type.Union([
    Type.Literal('console'),
    Type.Literal('interlock'),
    Type.Literal('tls'),
    Type.Literal('esphome'),
    Type.Literal('esphome-lines'),
    Type.Literal('esphome-interlock'),
    Type.Literal('esphome-speaker-arduino'),
    Type.Literal('esphome-speaker-idf'),
    Type.Literal('esphome-button'),
    Type.Literal('secrets'),
    Type.Literal('shelly-commands'),
    Type.Literal('shelly-script'),
    Type.Literal('shelly-settings'),
    Type.Literal('zigbee2mqtt'),
    Type.Literal('topics'),
    Type.Literal('authority'),
  ]),
  text: Type.String(),
  /** It holds a password. */
  secret: Type.Boolean(),
});
export type FirmwareFile = Static<typeof FirmwareFile>;

/** What a relay went through. `went`: `code` says how it was noticed; `came`: `awayMs` how long it was not heard. */
export const RelayEvent = Type.Object({
  at: Instant,
  kind: Type.Union([Type.Literal('came'), Type.Literal('went'), Type.Literal('fault'), Type.Literal('cured')]),
  channel: Nullable(Type.Integer()),
  code: Nullable(Type.String()),
  awayMs: Nullable(Type.Integer()),
});
export type RelayEvent = Static<typeof RelayEvent>;

/**
 * A message below a relay's topic, while a technician looks, and what its driver makes of it. `facts`: null for nonsense,
 * none for what is not looked at.
 */
export const RelayHeard = Type.Object({
  at: Instant,
  /** Below the relay's own. */
  topic: Type.String(),
  payload: Type.String(),
  /** The broker repeats what was said before. */
  retained: Type.Boolean(),
  from: Type.Union([Type.Literal('device'), Type.Literal('gateway')]),
  facts: Nullable(
    Type.Array(
      Type.Object({
        kind: Type.Union([
          Type.Literal('said'),
          Type.Literal('availability'),
          Type.Literal('power'),
          Type.Literal('wifi'),
          Type.Literal('firmware'),
        ]),
        channel: Nullable(Type.Integer()),
        value: Type.String(),
      }),
    ),
  ),
});
export type RelayHeard = Static<typeof RelayHeard>;

/** The only time the password is shown; the gateway keeps its SHA-256. */
export const MqttCredentials = Type.Object({
  username: Type.String(),
  password: Type.String(),
  host: Type.String(),
  port: Type.Integer(),
  /** That port speaks TLS only, with a certificate of this authority; null: it speaks plainly. */
  tls: Nullable(Type.Object({ authority: Type.String() })),
  /** What to paste or type into the device, where that is how it is done. */
  setup: Nullable(Type.String()),
  /** Of the device's own page (user `admin`), or for new firmware over Wi-Fi; null where the set-up gives it none. */
  devicePassword: Nullable(Type.String()),
  /** What a phone can read off the printed sheet and use. */
  scan: Nullable(Type.String()),
  /** Empty for who is no device. */
  files: Type.Array(FirmwareFile),
});
export type MqttCredentials = Static<typeof MqttCredentials>;

export const RelayWithCredentials = Type.Object({ relay: Relay, credentials: MqttCredentials });
export type RelayWithCredentials = Static<typeof RelayWithCredentials>;

/**
 * "Thử": the channel goes on with a lease of four seconds (or of its board's own) that nobody renews, and should go off by itself; then it is told
 * OFF. Each confirmed, or the cause.
 */
export const RelayTestInput = Type.Object(
  { channel: Type.Integer({ minimum: 1, maximum: 32 }) },
  { additionalProperties: false },
);
export const RelayTestResult = Type.Object({
  onConfirmedMs: Nullable(Type.Number()),
  offConfirmedMs: Nullable(Type.Number()),
  failSafe: Nullable(Type.Union([Type.Literal('proved'), Type.Literal('absent')])),
  fault: Nullable(Reason),
});
export type RelayTestResult = Static<typeof RelayTestResult>;
