import { Type, type Static } from 'typebox';
import { Id, Nullable } from './common.ts';

/** What is heard before or after: nothing, what the village settled on for that kind, or this recording. */
export const ChimeChoice = Type.Union([
  Type.Literal('none'),
  Type.Literal('default'),
  Type.Object({ recordingId: Id }, { additionalProperties: false }),
]);
export type ChimeChoice = Static<typeof ChimeChoice>;

/** Around one programme or broadcast. */
export const Chimes = Type.Object({ opening: ChimeChoice, closing: ChimeChoice }, { additionalProperties: false });
export type Chimes = Static<typeof Chimes>;

/** What `default` means in this village, by kind; in it `default` is the chime that comes with the gateway. */
export const ChimeDefaults = Type.Object({ bulletin: Chimes, music: Chimes }, { additionalProperties: false });
export type ChimeDefaults = Static<typeof ChimeDefaults>;

/** `shipped`: the recordings that come with the gateway; null: they are not in its playlists folder. */
export const ChimeState = Type.Object({
  defaults: ChimeDefaults,
  shipped: Type.Object({ opening: Nullable(Id), closing: Nullable(Id) }),
});
export type ChimeState = Static<typeof ChimeState>;
