import { Type, type Static } from 'typebox';
import { Availability, Id, Instant, Name, Nullable, Reason } from './common.ts';
import { MqttCredentials } from './relays.ts';

export const ButtonDriver = Type.Union([Type.Literal('tasmota'), Type.Literal('generic')]);
export type ButtonDriver = Static<typeof ButtonDriver>;

/** What fingers do, as the device itself has seen it: nothing is inferred from two messages, of which one may be lost. */
export const Gesture = Type.Union([Type.Literal('single'), Type.Literal('double'), Type.Literal('hold')]);
export type Gesture = Static<typeof Gesture>;

const choices = {
  name: Name,
  /** How long it must be held; the device counts. */
  holdSeconds: Type.Integer({ minimum: 1, maximum: 10 }),
  /** What starts the emergency, on its first key. A short press never does. */
  gesture: Type.Union([Type.Literal('hold'), Type.Literal('double')]),
  /** What the emergency is called; at night also its reason. */
  title: Name,
  siren: Type.Boolean(),
  /** A recording whose purpose is `emergency`. */
  recordingId: Nullable(Id),
  /** null: every zone there is when it is pressed. */
  zoneIds: Nullable(Type.Array(Id, { minItems: 1, maxItems: 64, uniqueItems: true })),
  drill: Type.Boolean(),
  /** `same-key`: the other deliberate gesture on the first key; `second-key`: the same gesture on the second. */
  allClear: Nullable(
    Type.Object({ by: Type.Union([Type.Literal('same-key'), Type.Literal('second-key')]), title: Name }),
  ),
  /** Its presses do nothing, and that it is away troubles nobody. */
  maintenance: Type.Boolean(),
};

export const ButtonInput = Type.Object({ driver: ButtonDriver, ...choices }, { additionalProperties: false });
export type ButtonInput = Static<typeof ButtonInput>;
export const ButtonChange = Type.Partial(Type.Object(choices, { additionalProperties: false }), {
  additionalProperties: false,
});
export type ButtonChange = Static<typeof ButtonChange>;

export const ButtonPress = Type.Object({
  at: Instant,
  /** Counts from 1. */
  key: Type.Integer(),
  gesture: Gesture,
  /** `refused`: it was meant, and could not be done; `ignored`: it means nothing now. */
  did: Type.Union([
    Type.Literal('started'),
    Type.Literal('all-clear'),
    Type.Literal('tested'),
    Type.Literal('refused'),
    Type.Literal('ignored'),
  ]),
  reason: Nullable(Reason),
});
export type ButtonPress = Static<typeof ButtonPress>;

/** A physical button on a wall that starts an emergency. */
export const EmergencyButton = Type.Object({
  id: Id,
  driver: ButtonDriver,
  ...choices,
  /** Everything the device says and hears is below this topic. */
  topic: Type.String(),
  availability: Availability,
  lastSeenAt: Nullable(Instant),
  /** Until then a press is only shown. */
  testingUntil: Nullable(Instant),
  /** Since the gateway started. */
  lastPress: Nullable(ButtonPress),
  /** What would keep it from starting anything, as things stand. */
  problem: Nullable(Reason),
});
export type EmergencyButton = Static<typeof EmergencyButton>;

export const ButtonWithCredentials = Type.Object({ button: EmergencyButton, credentials: MqttCredentials });
export type ButtonWithCredentials = Static<typeof ButtonWithCredentials>;
