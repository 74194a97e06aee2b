import { area, box, disc, dotsPerUnit, line, paint, type Shape } from './cameras/scenes/paint.ts';
import { png } from './png.ts';

/** The demo's village as somebody might have drawn it, from above: where its cameras look is drawn where they hang. */
const sheet = { width: 1200, height: 900 };

const tree = (x: number, y: number, size: number): Shape[] => [
  disc('#5f8f5c', x, y, size),
  disc('#7aa96d', x - size * 0.25, y - size * 0.25, size * 0.55),
];

/** Seen from above: two slopes of a roof. */
const roof = (x: number, y: number, width: number, height: number, colour: string, shade: string): Shape[] => [
  box('#d8cfb8', x - 6, y - 6, width + 12, height + 12),
  box(colour, x, y, width, height / 2),
  box(shade, x, y + height / 2, width, height / 2),
];

const house = (x: number, y: number) => roof(x, y, 54, 40, '#c0705a', '#a8594a');

const road = (thick: number, ...points: readonly (readonly [number, number])[]): Shape[] =>
  points.slice(1).flatMap(([x, y], at) => {
    const [fromX, fromY] = points[at] ?? [x, y];
    return [line('#e9e0c9', thick, fromX, fromY, x, y), disc('#e9e0c9', x, y, thick / 2)];
  });

const field = (x: number, y: number, width: number, height: number, colour: string): Shape[] => [
  box(colour, x, y, width, height),
  ...Array.from({ length: Math.floor(height / 18) }, (_, n) => box('#ffffff', x + 6, y + 9 + n * 18, width - 12, 1)),
];

const drawing: readonly Shape[] = [
  box('#e4ecd0', 0, 0, sheet.width, sheet.height),
  // Rice around the village, in strips.
  ...field(0, 0, 380, 190, '#c3d99b'),
  ...field(396, 0, 300, 150, '#d3dfa2'),
  ...field(0, 206, 240, 170, '#cfdc9d'),
  ...field(0, 760, 150, 140, '#c3d99b'),
  ...field(240, 800, 330, 100, '#d3dfa2'),
  ...field(1080, 330, 120, 220, '#c3d99b'),
  ...field(980, 800, 220, 100, '#cfdc9d'),
  // The river, and the canal that leaves it.
  area('#a9cfe0', 780, 0, 860, 0, 1000, 170, 1200, 230, 1200, 310, 960, 250, 850, 120),
  area('#a9cfe0', 1086, 262, 1122, 272, 1046, 620, 1046, 900, 1016, 900, 1016, 610),
  line('#b9b1a0', 60, 908, 262, 972, 110),
  // From the gate through the village, over the bridge; the lanes.
  ...road(34, [0, 720], [168, 684], [360, 505], [552, 560], [792, 470], [936, 200], [1010, 0]),
  ...road(20, [552, 560], [500, 720], [560, 900]),
  ...road(20, [792, 470], [900, 560], [1200, 640]),
  ...road(20, [700, 505], [672, 290], [560, 190]),
  ...road(20, [360, 505], [300, 360], [330, 220]),
  // The communal house with its half-moon pond and banyan.
  ...roof(610, 200, 124, 66, '#9c4b3a', '#843b2e'),
  disc('#a9cfe0', 672, 340, 52, 26),
  ...tree(780, 250, 38),
  // The culture house, its yard and its flag.
  box('#efe3c8', 500, 470, 150, 80),
  ...roof(520, 430, 110, 56, '#cf9a4c', '#b78339'),
  box('#c8372f', 580, 505, 26, 17),
  // The market under its tin roofs.
  ...[0, 1, 2].flatMap((n) => roof(300 + n * 62, 420, 48, 30, '#8fa9b5', '#7b95a2')),
  ...[0, 1].flatMap((n) => roof(320 + n * 66, 540, 48, 30, '#8fa9b5', '#7b95a2')),
  // The kindergarten.
  ...roof(400, 700, 90, 48, '#e0b43f', '#c99d2e'),
  box('#cfe3b4', 396, 760, 98, 30),
  // The gate.
  box('#b0463c', 150, 650, 14, 66),
  box('#b0463c', 182, 650, 14, 66),
  // The football field.
  box('#9cc678', 730, 680, 220, 130),
  box('#ffffff', 838, 680, 3, 130),
  disc('#ffffff', 840, 745, 24),
  disc('#9cc678', 840, 745, 21),
  // Houses along the lanes, and green between them.
  ...[
    [70, 600],
    [90, 780],
    [200, 580],
    [230, 730],
    [240, 640],
    [330, 620],
    [400, 620],
    [250, 400],
    [380, 330],
    [400, 240],
    [240, 290],
    [470, 300],
    [470, 370],
    [560, 620],
    [580, 720],
    [600, 800],
    [660, 600],
    [730, 560],
    [760, 380],
    [840, 360],
    [880, 440],
    [820, 590],
    [920, 620],
    [960, 490],
    [850, 280],
  ].flatMap(([x = 0, y = 0]) => house(x, y)),
  ...[
    [40, 560],
    [290, 700],
    [460, 640],
    [540, 350],
    [330, 300],
    [720, 640],
    [980, 700],
    [940, 400],
    [660, 690],
    [180, 520],
    [1150, 700],
    [760, 170],
    [350, 790],
  ].flatMap(([x = 0, y = 0]) => tree(x, y, 22)),
];

/** As a PNG; edges are smooth, for it is drawn larger and made small again. */
export function villagePicture(): Buffer {
  const dots = paint(drawing, sheet);
  const { width, height } = sheet;
  const small = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let colour = 0; colour < 3; colour++) {
        let sum = 0;
        for (let dot = 0; dot < dotsPerUnit ** 2; dot++) {
          const [across, down] = [
            x * dotsPerUnit + (dot % dotsPerUnit),
            y * dotsPerUnit + Math.floor(dot / dotsPerUnit),
          ];
          sum += dots[(down * width * dotsPerUnit + across) * 4 + colour] ?? 0;
        }
        small[(y * width + x) * 3 + colour] = Math.round(sum / dotsPerUnit ** 2);
      }
    }
  }
  return png(width, height, small);
}
