import { arecaPalm, banana, flag, house, person, pole, skyAndGround, tree, turnedRoof } from './motifs.ts';
import { boat, carrier, cart, cyclist, player, scooter, walker, type Mover } from './movers.ts';
import { area, box, disc, line, type Shape } from './paint.ts';

/** A place of the village as a camera sees it: what stands there, and who comes by over and over. */
export interface Scene {
  readonly ground: readonly Shape[];
  readonly mover: Mover;
  /** Of its upper left, from where to where on the sheet. */
  readonly path: readonly [x1: number, y1: number, x2: number, y2: number];
}

export type Place =
  | 'gate'
  | 'communal-house'
  | 'market'
  | 'bridge'
  | 'culture-house'
  | 'kindergarten'
  | 'junction'
  | 'canal'
  | 'football';

const road = (horizon: number, at = 640): Shape[] => [
  area('#b3aca1', at - 46, horizon, at + 46, horizon, at + 420, 720, at - 420, 720),
  ...[0.08, 0.24, 0.5].map((near) => {
    const y = horizon + near * (720 - horizon);
    return area(
      '#ece7db',
      at - 3 - near * 8,
      y,
      at + 3 + near * 8,
      y,
      at + 5 + near * 14,
      y + 20 + near * 70,
      at - 5 - near * 14,
      y + 20 + near * 70,
    );
  }),
];

export const scenes: Readonly<Record<Place, Scene>> = {
  gate: {
    ground: [
      ...skyAndGround(360, '#a8b98a', '#8fa572'),
      ...road(360),
      ...house(90, 420, 220, '#e6d9bd'),
      ...tree(60, 440, 240),
      ...[330, 900].flatMap((x) => [
        box('#dcc9a0', x, 210, 92, 320, '#c8b286'),
        box('#b99f72', x - 10, 500, 112, 34),
        box('#b0463c', x + 22, 270, 48, 190),
      ]),
      box('#dcc9a0', 322, 204, 678, 56),
      box('#b0463c', 430, 214, 462, 36),
      ...turnedRoof(300, 206, 722, 92),
      ...turnedRoof(470, 112, 380, 60),
      ...arecaPalm(1130, 470, 330),
      ...arecaPalm(1200, 480, 280),
      ...banana(210, 520, 200),
    ],
    mover: cyclist,
    path: [-200, 470, 1290, 490],
  },
  'communal-house': {
    ground: [
      ...skyAndGround(380, '#c9b894', '#b7a47d'),
      ...tree(110, 430, 330),
      ...tree(1190, 430, 300),
      box('#8d6b4c', 240, 330, 800, 110),
      ...Array.from({ length: 9 }, (_, n) => box('#6f3f2c', 250 + n * 96, 320, 20, 124)),
      ...[346, 538, 730].map((x) => box('#55392a', x + 34, 348, 96, 92)),
      ...turnedRoof(190, 330, 900, 150),
      box('#c0b6a4', 210, 440, 860, 18),
      box('#aca290', 180, 458, 920, 18),
      disc('#7fa5a8', 300, 640, 260, 60),
      disc('#8db4b5', 300, 636, 240, 50),
      disc('#c88aa0', 220, 630, 12, 8),
      disc('#7aa06a', 260, 646, 30, 10),
      disc('#7aa06a', 380, 628, 34, 10),
      ...flag(1010, 470, 250),
    ],
    mover: walker('#7a5a8c'),
    path: [1290, 470, 500, 490],
  },
  market: {
    ground: [
      ...skyAndGround(300, '#bfae94', '#ad9b80'),
      ...house(40, 320, 200, '#e1cfae'),
      ...house(1010, 320, 220, '#d8d2c2', '#8f6a58'),
      ...tree(640, 330, 220),
      ...(['#c8645a', '#5f93a8', '#d8a24d', '#739a63'] as const).flatMap((awning, n) => {
        const x = 40 + n * 310;
        return [
          box('#7c6a58', x + 8, 330, 8, 150),
          box('#7c6a58', x + 254, 330, 8, 150),
          area(awning, x - 14, 350, x + 34, 296, x + 236, 296, x + 284, 350),
          ...[0, 2, 4].map((strip) =>
            area(
              '#f1ebdf',
              x + 34 + strip * 40,
              296,
              x + 74 + strip * 40,
              296,
              x + 36 + strip * 59,
              350,
              x - 14 + strip * 59,
              350,
            ),
          ),
          ...person(x + 140, 470, 130, (['#8a9a5b', '#a86f6f', '#6f86a8', '#b08b57'] as const)[n] ?? '#8a9a5b'),
          box('#9b7b58', x, 430, 270, 56, '#84664a'),
          ...[0, 1, 2, 3, 4].map((heap) =>
            disc(
              (['#7fa653', '#d08a3e', '#c85a4c', '#e0c45a', '#94b86a'] as const)[(heap + n) % 5] ?? '#7fa653',
              x + 34 + heap * 50,
              428,
              24,
              14,
            ),
          ),
        ];
      }),
    ],
    mover: carrier,
    path: [-250, 500, 1290, 510],
  },
  bridge: {
    ground: [
      ...skyAndGround(320, '#9fb487', '#8aa371'),
      ...tree(70, 370, 250),
      ...banana(1180, 390, 220),
      ...house(1000, 350, 160, '#e6dcc3'),
      box('#86aab3', 0, 420, 1280, 300, '#6b929e'),
      area('#a5b487', 0, 400, 360, 400, 240, 500, 0, 540),
      area('#a5b487', 1280, 400, 930, 400, 1050, 500, 1280, 540),
      ...[470, 600, 760].map((x, n) => box('#a3c0c6', x, 540 + n * 46, 120, 6)),
      area('#b9b2a6', 200, 430, 420, 340, 860, 340, 1080, 430, 1080, 470, 860, 392, 420, 392, 200, 470),
      ...[440, 630, 820].map((x) => box('#a49d92', x, 384, 36, 130)),
      line('#d4cec2', 10, 200, 392, 420, 302),
      line('#d4cec2', 10, 420, 302, 860, 302),
      line('#d4cec2', 10, 860, 302, 1080, 392),
      ...[250, 320, 390, 460, 530, 600, 670, 740, 810, 880, 950, 1020].map((x) => {
        const y = x < 420 ? 430 - (x - 200) * 0.41 : x > 860 ? 340 + (x - 860) * 0.41 : 340;
        return box('#d4cec2', x, y - 40, 7, 44);
      }),
    ],
    mover: boat,
    path: [1290, 530, -270, 550],
  },
  'culture-house': {
    ground: [
      ...skyAndGround(390, '#c3b8a4', '#b1a690'),
      ...tree(90, 440, 280),
      ...arecaPalm(1210, 450, 320),
      box('#ead28f', 250, 230, 780, 220, '#e0c47a'),
      box('#c9a75a', 230, 214, 820, 26),
      box('#f3e6c1', 470, 160, 340, 70),
      box('#b23f38', 500, 176, 280, 38),
      ...[300, 400, 820, 920].map((x) => box('#6f99ad', x, 280, 64, 90)),
      box('#80573f', 560, 300, 160, 150),
      line('#5f3f2d', 5, 640, 300, 640, 450),
      ...[500, 548, 712, 760].map((x) => box('#f6eccf', x, 236, 22, 214)),
      box('#cfc5b3', 440, 450, 400, 16),
      box('#bdb29e', 410, 466, 460, 16),
      ...flag(190, 500, 330),
      ...pole(1110, 500, 330),
      line('#efe8d8', 6, 150, 640, 1130, 640),
      line('#efe8d8', 6, 640, 540, 640, 720),
    ],
    mover: walker('#5c8aa8'),
    path: [-100, 500, 1290, 510],
  },
  kindergarten: {
    ground: [
      ...skyAndGround(370, '#b5c79a', '#9fb583'),
      ...tree(1200, 420, 260),
      box('#f0bfb4', 120, 200, 700, 230),
      box('#8fbcd0', 120, 180, 700, 28),
      box('#f5e2a8', 120, 310, 700, 14),
      ...Array.from({ length: 6 }, (_, n) =>
        [222, 340].map((y) =>
          box((['#8fbcd0', '#f0d078', '#9cc98e'] as const)[n % 3] ?? '#8fbcd0', 150 + n * 112, y, 76, 66),
        ),
      ).flat(),
      box('#8a6a8f', 430, 334, 84, 96),
      ...[
        line('#d0605a', 14, 900, 520, 900, 360),
        line('#d0605a', 14, 960, 520, 960, 360),
        box('#d0605a', 884, 350, 92, 14),
        line('#e8b84a', 34, 966, 366, 1120, 512),
        ...[400, 440, 480].map((y) => line('#d0605a', 8, 900, y, 960, y)),
      ],
      ...Array.from({ length: 33 }, (_, n) =>
        box((['#7fb3c8', '#e6c264', '#d98a80'] as const)[n % 3] ?? '#7fb3c8', n * 40, 640, 22, 80),
      ),
      box('#f2efe6', 0, 662, 1280, 10),
    ],
    mover: { ...walker('#e0a13c'), ...{ width: 70, height: 130 }, shapes: person(35, 128, 122, '#e0a13c') },
    path: [1290, 505, 150, 515],
  },
  junction: {
    ground: [
      ...skyAndGround(340, '#a9b88c', '#94a676'),
      ...house(60, 380, 240, '#e9dfc8'),
      ...house(960, 380, 260, '#d5dcd6', '#9a6a52'),
      area('#b3aca1', 580, 340, 700, 340, 860, 480, 420, 480),
      box('#b3aca1', 0, 470, 1280, 190, '#a69f94'),
      ...[0, 1, 2, 3, 4, 5, 6].map((n) => box('#ece7db', 40 + n * 190, 560, 100, 10)),
      ...[0, 1, 2, 3, 4].map((n) =>
        area('#efebe0', 520 + n * 50, 440, 548 + n * 50, 440, 540 + n * 54, 470, 508 + n * 54, 470),
      ),
      ...pole(420, 480, 330),
      line('#6f757b', 3, 420, 180, 0, 120),
      line('#6f757b', 3, 420, 180, 1280, 110),
      box('#8d9196', 880, 330, 10, 140),
      area('#d9b340', 885, 262, 930, 338, 840, 338),
      area('#f6efdc', 885, 280, 914, 330, 856, 330),
      ...tree(1190, 470, 230),
      ...banana(330, 470, 150),
    ],
    mover: scooter,
    path: [-210, 455, 1290, 465],
  },
  canal: {
    ground: [
      ...skyAndGround(300, '#a6c06e', '#8fb058'),
      ...[0, 1, 2, 3, 4, 5, 6].map((n) => line('#95b25e', 3 + n, 0, 330 + n * n * 9, 520 - n * 60, 330 + n * n * 9)),
      ...[0, 1, 2, 3, 4, 5, 6].map((n) => line('#95b25e', 3 + n, 760 + n * 70, 330 + n * n * 9, 1280, 330 + n * n * 9)),
      area('#c9bda4', 590, 300, 690, 300, 1120, 720, 160, 720),
      area('#7ba3ab', 606, 300, 672, 300, 980, 720, 290, 720),
      ...[380, 460, 560, 650].map((y, n) => box('#9dbec3', 610 - n * 50, y, 60 + n * 60, 4 + n)),
      ...arecaPalm(420, 350, 130),
      ...arecaPalm(860, 350, 140),
      ...house(900, 330, 120, '#e6dcc3'),
      box('#9a9488', 470, 392, 340, 26),
      ...[480, 640, 790].map((x) => box('#857f74', x, 372, 12, 64)),
      box('#6d8f99', 560, 396, 70, 46),
      box('#c9bda4', 0, 640, 1280, 80, '#b8ab90'),
      box('#a89b80', 0, 634, 1280, 8),
    ],
    mover: cart,
    path: [-340, 486, 1290, 486],
  },
  football: {
    ground: [
      ...skyAndGround(290, '#8fb56c', '#74a055'),
      ...[0, 1, 2, 3].map((n) =>
        area('#84ab62', 160 * 2 * n - 60, 300, 160 * 2 * n + 90, 300, 190 * 2 * n + 60, 720, 190 * 2 * n - 160, 720),
      ),
      ...tree(90, 300, 150),
      ...tree(250, 296, 120),
      ...tree(1130, 300, 160),
      ...house(880, 292, 130, '#e6dcc3'),
      line('#f0f2ea', 6, 120, 330, 1160, 330),
      line('#f0f2ea', 8, 120, 330, -40, 700),
      line('#f0f2ea', 8, 1160, 330, 1320, 700),
      line('#f0f2ea', 7, 40, 510, 1240, 510),
      disc('#f0f2ea', 640, 510, 150, 54),
      disc('#82aa60', 640, 510, 142, 47),
      line('#f0f2ea', 7, 500, 510, 780, 510),
      ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => line('#cfd6cf', 2, 480 + n * 40, 210, 480 + n * 40, 326)),
      ...[0, 1, 2, 3].map((n) => line('#cfd6cf', 2, 480, 214 + n * 30, 800, 214 + n * 30)),
      ...[
        line('#fafaf5', 11, 476, 330, 476, 200),
        line('#fafaf5', 11, 804, 330, 804, 200),
        line('#fafaf5', 11, 472, 202, 808, 202),
      ],
    ],
    mover: player,
    path: [-130, 560, 1290, 420],
  },
};
