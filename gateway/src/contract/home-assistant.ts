import { Type, type Static } from 'typebox';
import { Nullable, Reason } from './common.ts';

/** The MQTT broker that a Home Assistant listens to, and the name the gateway signs in with there. */
export const HomeBroker = Type.Object(
  {
    host: Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.:_-]+$' }),
    port: Type.Integer({ minimum: 1, maximum: 65535 }),
    tls: Type.Boolean(),
    /** PEM of whom its certificate must be from; null: of one that the computer trusts. Means nothing without TLS. */
    authority: Nullable(Type.String({ maxLength: 20_000, pattern: '-----BEGIN CERTIFICATE-----' })),
    username: Type.String({ minLength: 1, maxLength: 64, pattern: '^[^\\x00-\\x1f]+$' }),
  },
  { additionalProperties: false },
);
export type HomeBroker = Static<typeof HomeBroker>;

const settings = {
  on: Type.Boolean(),
  /** Home Assistant's discovery prefix. Not `loa-thon`, below which devices are commanded. */
  prefix: Type.String({ minLength: 1, maxLength: 60, pattern: '^(?!loa-thon(/|$))[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$' }),
  /** What things are called there. */
  language: Type.Union([Type.Literal('vi'), Type.Literal('en')]),
};

/** `password` is never told again, and has to be given anew with another host, port, user or way of encryption. */
export const HomeAssistantInput = Type.Object(
  {
    ...settings,
    broker: HomeBroker,
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 128, pattern: '^[^\\x00-\\x1f]+$' })),
  },
  { additionalProperties: false },
);
export type HomeAssistantInput = Static<typeof HomeAssistantInput>;

/** `broker` is null until somebody names one. */
export const HomeAssistantState = Type.Object({
  ...settings,
  broker: Nullable(HomeBroker),
  line: Type.Union([Type.Literal('off'), Type.Literal('connecting'), Type.Literal('connected')]),
  /** Why there is no connection. */
  fault: Nullable(Reason),
  /** Home Assistant's devices: how many there should be, and how many the broker was heard to have. */
  devices: Type.Object({ wanted: Type.Integer(), kept: Type.Integer() }),
});
export type HomeAssistantState = Static<typeof HomeAssistantState>;
