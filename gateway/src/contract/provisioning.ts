import { Type, type Static } from 'typebox';
import { Id, Instant, Name, Nullable, Reason } from './common.ts';

/** Firmware that says by itself who it is. */
export const NewcomerFamily = Type.Union([
  Type.Literal('tasmota'),
  Type.Literal('shelly'),
  Type.Literal('esphome'),
  Type.Literal('zigbee2mqtt'),
]);
export type NewcomerFamily = Static<typeof NewcomerFamily>;

/**
 * How far a device is on its way to its own account: its settings were sent; it left to begin anew; it is in by its own
 * account; its contacts said how they stand. `fault`: why it does not get further.
 */
export const Adoption = Type.Object({
  relayId: Id,
  step: Type.Union([
    Type.Literal('sending'),
    Type.Literal('restarting'),
    Type.Literal('arrived'),
    Type.Literal('answered'),
  ]),
  fault: Nullable(Reason),
});
export type Adoption = Static<typeof Adoption>;

/** A device that is no relay of the village yet, as it describes itself. */
export const Newcomer = Type.Object({
  id: Id,
  /** Null: it has come in, and has not said yet what it is. */
  family: Nullable(NewcomerFamily),
  name: Type.String(),
  model: Nullable(Type.String()),
  mac: Nullable(Type.String()),
  /** In the village's network. */
  address: Nullable(Type.String()),
  firmware: Nullable(Type.String()),
  channels: Nullable(Type.Integer()),
  /** False: it has left. */
  there: Type.Boolean(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  /** Its settings can be sent to it; else they are put into it by hand. */
  configurable: Type.Boolean(),
  /** Why it is not to be added. */
  obstacle: Nullable(Reason),
  adoption: Nullable(Adoption),
});
export type Newcomer = Static<typeof Newcomer>;

/** Who was turned away at the broker's door, and how often since the gateway started. */
export const Knock = Type.Object({
  /** Empty: it came no further than the handshake. */
  clientId: Type.String(),
  username: Nullable(Type.String()),
  address: Type.String(),
  why: Type.Union([
    Type.Literal('no-name'),
    Type.Literal('unknown-account'),
    Type.Literal('wrong-password'),
    Type.Literal('client-id'),
    Type.Literal('crowded'),
    Type.Literal('tls-distrusts'),
    Type.Literal('tls-old'),
    Type.Literal('tls-none'),
    /** By the pairing account, with another password than its present one. */
    Type.Literal('pairing-password'),
    /** By the pairing account, but by the client id of another: it was a device of ours, or is set up like one. */
    Type.Literal('pairing-client-id'),
    /** By the pairing account, after its time. */
    Type.Literal('pairing-over'),
  ]),
  count: Type.Integer(),
  firstAt: Instant,
  lastAt: Instant,
});
export type Knock = Static<typeof Knock>;

export const Pairing = Type.Object({
  /** Null: closed. */
  until: Nullable(Instant),
  openedBy: Nullable(Type.String()),
  /** When its present password was made: whoever holds an older one holds a wrong one. */
  passwordAt: Nullable(Instant),
});
export type Pairing = Static<typeof Pairing>;

export const Provisioning = Type.Object({
  /** `external`: the broker is another's, so the gateway can only listen there. */
  broker: Type.Union([Type.Literal('embedded'), Type.Literal('external')]),
  pairing: Pairing,
  /** Topics that an external broker does not let the gateway listen to. */
  deaf: Type.Array(Type.String()),
  newcomers: Type.Array(Newcomer),
  /** The latest first. */
  knocks: Type.Array(Knock),
});
export type Provisioning = Static<typeof Provisioning>;

/** What is typed into a device's own page; the only time its password is shown. Null with an external broker. */
export const PairingAccess = Type.Object({
  passwordAt: Instant,
  host: Type.String(),
  port: Type.Integer(),
  account: Nullable(Type.Object({ username: Type.String(), password: Type.String() })),
});
export type PairingAccess = Static<typeof PairingAccess>;

/** A relay of its own, or one that is there already and has lost its device, or never had one. */
export const AdoptionInput = Type.Union([
  Type.Object({ name: Name, channels: Type.Integer({ minimum: 1, maximum: 32 }) }, { additionalProperties: false }),
  Type.Object({ relayId: Id }, { additionalProperties: false }),
]);
export type AdoptionInput = Static<typeof AdoptionInput>;
export const NewcomerParams = Type.Object({ newcomerId: Id }, { additionalProperties: false });
