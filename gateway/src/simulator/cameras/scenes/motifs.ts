import { area, box, disc, line, type Shape } from './paint.ts';

/** What is seen in every village, each drawn from where it stands on the ground. */
export const skyAndGround = (horizon: number, ground: string, nearer: string): Shape[] => [
  box('#9fc3dc', 0, 0, 1280, horizon, '#e3edf0'),
  disc('#f3f6f5', 980, 90, 90, 26),
  disc('#f3f6f5', 1050, 104, 80, 22),
  disc('#eef3f3', 420, 70, 70, 18),
  area(
    '#a9bfae',
    0,
    horizon,
    0,
    horizon - 50,
    190,
    horizon - 84,
    420,
    horizon - 34,
    700,
    horizon - 70,
    980,
    horizon - 28,
    1280,
    horizon - 64,
    1280,
    horizon,
  ),
  box(ground, 0, horizon, 1280, 720 - horizon, nearer),
];

export const tree = (x: number, y: number, size: number): Shape[] => [
  box('#7a5f47', x - size * 0.06, y - size * 0.5, size * 0.12, size * 0.5),
  disc('#5f8f5c', x, y - size * 0.72, size * 0.34, size * 0.3),
  disc('#74a36a', x - size * 0.14, y - size * 0.78, size * 0.2, size * 0.18),
];

export const banana = (x: number, y: number, size: number): Shape[] => [
  box('#8ba25e', x - size * 0.05, y - size * 0.5, size * 0.1, size * 0.5),
  ...[-1, -0.45, 0.45, 1].map((lean) =>
    area(
      '#6fa14f',
      x,
      y - size * 0.48,
      x + lean * size * 0.3,
      y - size * (1.08 - Math.abs(lean) * 0.2),
      x + lean * size * 0.55,
      y - size * (0.82 - Math.abs(lean) * 0.2),
    ),
  ),
];

export const arecaPalm = (x: number, y: number, size: number): Shape[] => [
  line('#9a8a72', size * 0.05, x, y, x, y - size * 0.8),
  ...[-1, -0.6, -0.2, 0.2, 0.6, 1].map((lean) =>
    area(
      '#5e9159',
      x,
      y - size * 0.78,
      x + lean * size * 0.22,
      y - size * (1 - Math.abs(lean) * 0.06),
      x + lean * size * 0.4,
      y - size * (0.84 - Math.abs(lean) * 0.14),
    ),
  ),
];

/** A tiled roof whose ends turn up, as on every đình and gate. */
export const turnedRoof = (x: number, y: number, width: number, height: number): Shape[] => [
  area(
    '#a8553f',
    x - 28,
    y - 16,
    x,
    y,
    x + width,
    y,
    x + width + 28,
    y - 16,
    x + width - width * 0.14,
    y - height,
    x + width * 0.14,
    y - height,
  ),
  box('#8a4433', x + width * 0.12, y - height - 10, width * 0.76, 12),
  box('#7d3d2e', x, y - 6, width, 8),
];

export const house = (x: number, y: number, width: number, wall: string, roof = '#b4604a'): Shape[] => {
  const height = width * 0.5;
  return [
    box(wall, x, y - height, width, height),
    area(
      roof,
      x - width * 0.08,
      y - height,
      x + width * 0.14,
      y - height * 1.6,
      x + width * 0.86,
      y - height * 1.6,
      x + width * 1.08,
      y - height,
    ),
    box('#7b5a44', x + width * 0.42, y - height * 0.68, width * 0.17, height * 0.68),
    ...[0.12, 0.7].map((at) => box('#7fa3b5', x + width * at, y - height * 0.66, width * 0.18, height * 0.32)),
  ];
};

/** A pole with the village's horn loudspeakers on it. */
export const pole = (x: number, y: number, height: number): Shape[] => [
  box('#8d9196', x - 5, y - height, 10, height),
  area('#b9bec3', x - 4, y - height + 14, x - 48, y - height - 8, x - 48, y - height + 42),
  area('#cbd0d4', x + 4, y - height + 14, x + 48, y - height - 8, x + 48, y - height + 42),
];

export const flag = (x: number, y: number, height: number): Shape[] => [
  box('#a0a4a8', x - 3, y - height, 6, height),
  box('#d23b34', x + 3, y - height, 84, 54),
  area('#f4d24b', ...star(x + 45, y - height + 27, 18)),
];

function star(x: number, y: number, size: number): number[] {
  return Array.from({ length: 10 }, (_, n) => {
    const [angle, reach] = [(n * Math.PI) / 5 - Math.PI / 2, n % 2 === 0 ? size : size * 0.4];
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  }).flat();
}

/** Somebody in a conical hat. */
export const person = (x: number, y: number, size: number, shirt: string): Shape[] => [
  box('#3f4a59', x - size * 0.1, y - size * 0.45, size * 0.08, size * 0.45),
  box('#475365', x + size * 0.02, y - size * 0.45, size * 0.08, size * 0.45),
  box(shirt, x - size * 0.14, y - size * 0.78, size * 0.28, size * 0.36),
  disc('#d9a982', x, y - size * 0.85, size * 0.08),
  area('#e9dcb4', x - size * 0.22, y - size * 0.86, x, y - size * 1.02, x + size * 0.22, y - size * 0.86),
];

export const wheel = (x: number, y: number, radius: number): Shape[] => [
  disc('#3a3f45', x, y, radius),
  disc('#c9ced2', x, y, radius * 0.72),
  disc('#3a3f45', x, y, radius * 0.14),
];
