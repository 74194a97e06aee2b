import { Type, type Static } from 'typebox';
import { Id, Instant, Name } from './common.ts';

/** An observer may read everything below the village's topic and write nothing. */
export const MqttAccount = Type.Object({
  id: Id,
  name: Name,
  kind: Type.Union([Type.Literal('relay'), Type.Literal('button'), Type.Literal('observer')]),
  connected: Type.Boolean(),
  createdAt: Instant,
});
export type MqttAccount = Static<typeof MqttAccount>;
export const MqttAccountInput = Type.Object({ name: Name }, { additionalProperties: false });
export type MqttAccountInput = Static<typeof MqttAccountInput>;
