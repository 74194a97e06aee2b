import { Type, type Static } from 'typebox';
import { Id, Instant, Name, Reason } from './common.ts';

/** The line that is always on top of the panel. */
export const Village = Type.Object({
  id: Id,
  name: Name,
  timeZone: Type.String(),
  version: Type.String(),
  clock: Type.Object({
    trusted: Type.Boolean(),
    reason: Type.Union([
      Type.Literal('ntp'),
      Type.Literal('rtc'),
      Type.Literal('hypervisor'),
      Type.Literal('person'),
      Type.Literal('unverified'),
      Type.Literal('stepped'),
    ]),
  }),
  /** One traffic light, and why. Green has no reasons. */
  light: Type.Object({
    colour: Type.Union([Type.Literal('green'), Type.Literal('amber'), Type.Literal('red')]),
    reasons: Type.Array(Reason),
  }),
  /** The gateway's time when this was said, so that the panel can show its clock. */
  now: Instant,
});
export type Village = Static<typeof Village>;

export const VillageChange = Type.Object({ name: Name }, { additionalProperties: false });
export type VillageChange = Static<typeof VillageChange>;

export const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  version: Type.String(),
  uptimeSeconds: Type.Number(),
  panels: Type.Integer(),
  mqtt: Type.Object({ connected: Type.Boolean() }),
  ffmpeg: Type.Object({ present: Type.Boolean() }),
  loops: Type.Array(
    Type.Object({
      name: Type.String(),
      running: Type.Boolean(),
      failures: Type.Integer(),
      lastFailure: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
});
export type Health = Static<typeof Health>;
