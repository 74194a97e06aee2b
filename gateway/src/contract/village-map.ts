import { Type, type Static } from 'typebox';
import { Id, Instant, Nullable, oneOf } from './common.ts';

/** On the map of the village: parts of its width and height, from the upper left. */
export const MapPlace = Type.Object(
  { x: Type.Number({ minimum: 0, maximum: 1 }), y: Type.Number({ minimum: 0, maximum: 1 }) },
  { additionalProperties: false },
);
export type MapPlace = Static<typeof MapPlace>;

/** What the village looks like from above, as somebody photographed or drew it. Its id is that of its bytes. */
export const MapPicture = Type.Object({
  id: Id,
  kind: oneOf('jpeg', 'png', 'webp'),
  /** As its head says; a camera that was held upright may have noted beside it that it lies on its side. */
  width: Type.Integer(),
  height: Type.Integer(),
  bytes: Type.Integer(),
  at: Instant,
  /** Who put it there. */
  by: Type.String(),
});
export type MapPicture = Static<typeof MapPicture>;

/** null: places are on bare ground. */
export const VillageMap = Type.Object({ picture: Nullable(MapPicture) });
export type VillageMap = Static<typeof VillageMap>;
