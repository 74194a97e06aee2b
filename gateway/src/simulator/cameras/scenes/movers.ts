import { area, box, disc, line, type Shape, type Sheet } from './paint.ts';
import { person, wheel } from './motifs.ts';

/** What moves in a scene, on a small sheet of its own. */
export interface Mover extends Sheet {
  readonly shapes: readonly Shape[];
}

export const walker = (shirt: string): Mover => ({ width: 90, height: 180, shapes: person(45, 178, 170, shirt) });

/** Two baskets on a shoulder pole. */
export const carrier: Mover = {
  ...{ width: 240, height: 190 },
  shapes: [
    line('#8a6a45', 6, 20, 78, 220, 78),
    ...[30, 210].flatMap((x) => [
      line('#6f6253', 3, x, 78, x, 118),
      area('#b98d57', x - 28, 116, x + 28, 116, x + 18, 152, x - 18, 152),
      disc('#86a958', x, 114, 26, 10),
    ]),
    ...person(120, 186, 176, '#8a6fa8'),
  ],
};

export const cyclist: Mover = {
  ...{ width: 190, height: 200 },
  shapes: [
    ...wheel(44, 156, 40),
    ...wheel(146, 156, 40),
    line('#2f6f8f', 7, 44, 156, 82, 108),
    line('#2f6f8f', 7, 82, 108, 136, 112),
    line('#2f6f8f', 7, 136, 112, 146, 156),
    line('#2f6f8f', 7, 82, 108, 96, 156),
    line('#475365', 15, 82, 104, 104, 150),
    line('#e8e4dc', 26, 84, 106, 104, 56),
    line('#d9a982', 9, 104, 66, 138, 98),
    disc('#d9a982', 108, 38, 14),
    area('#e9dcb4', 68, 36, 108, 4, 148, 36),
  ],
};

export const scooter: Mover = {
  ...{ width: 200, height: 190 },
  shapes: [
    ...wheel(42, 158, 28),
    ...wheel(158, 158, 28),
    area('#b23a3a', 22, 140, 30, 108, 96, 112, 112, 140, 134, 136, 142, 96, 156, 98, 150, 152, 60, 156),
    line('#475365', 20, 76, 106, 116, 124),
    line('#475365', 16, 116, 120, 118, 150),
    line('#5d86b0', 34, 74, 106, 86, 58),
    line('#5d86b0', 12, 88, 66, 138, 94),
    disc('#3d5a80', 90, 34, 21),
    disc('#d9a982', 98, 40, 11),
  ],
};

export const boat: Mover = {
  ...{ width: 260, height: 170 },
  shapes: [
    line('#8a6a45', 5, 176, 20, 236, 164),
    ...person(150, 128, 116, '#7a8f5a'),
    area('#6e4f37', 6, 112, 40, 126, 214, 126, 254, 108, 220, 152, 44, 152),
    area('#87654a', 40, 126, 214, 126, 208, 134, 46, 134),
  ],
};

/** A buffalo before its cart. */
export const cart: Mover = {
  ...{ width: 330, height: 190 },
  shapes: [
    area('#8a6a45', 10, 76, 150, 76, 140, 126, 20, 126),
    area('#d9c27a', 14, 78, 40, 30, 116, 30, 148, 78),
    line('#8a6a45', 7, 140, 108, 262, 96),
    ...wheel(82, 136, 48),
    disc('#5c5a60', 246, 104, 58, 34),
    ...[206, 226, 266, 284].map((x) => box('#4f4d53', x, 118, 13, 68)),
    disc('#5c5a60', 304, 90, 22, 18),
    area('#cfc9bd', 292, 78, 276, 46, 286, 52, 302, 74),
    area('#cfc9bd', 308, 76, 326, 46, 318, 56, 314, 78),
  ],
};

/** With a ball at his foot. */
export const player: Mover = {
  ...{ width: 120, height: 150 },
  shapes: [
    line('#d9a982', 12, 46, 92, 34, 142),
    line('#d9a982', 12, 56, 92, 74, 138),
    box('#f0f0ea', 34, 76, 34, 24),
    box('#c94f43', 32, 34, 38, 46),
    disc('#d9a982', 51, 20, 13),
    disc('#3b322c', 51, 14, 13, 9),
    disc('#fafafa', 96, 136, 12),
  ],
};
