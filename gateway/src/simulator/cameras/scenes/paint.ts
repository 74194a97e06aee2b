/** A drawing: flat shapes, one over the other, on a sheet of 1280 × 720. */
export type Point = readonly [x: number, y: number];

export interface Shape {
  readonly outline: readonly Point[];
  /** `#rrggbb`; with `below` it turns into that one downwards. */
  readonly colour: string;
  readonly below?: string;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
}

export const sheet: Sheet = { width: 1280, height: 720 };
/** So many dots to each of the sheet, along both sides; made small again, edges are smooth. */
export const dotsPerUnit = 2;

/** As bytes: red, green, blue, and how far each dot covers what is behind it. */
export function paint(shapes: readonly Shape[], { width, height }: Sheet = sheet): Buffer {
  const [across, down] = [width * dotsPerUnit, height * dotsPerUnit];
  const dots = new Uint32Array(across * down);
  for (const { outline, colour, below } of shapes) {
    const points = outline.map(([x, y]) => [x * dotsPerUnit, y * dotsPerUnit] as const);
    const heights = points.map(([, y]) => y);
    const [top, bottom] = [Math.min(...heights), Math.max(...heights)];
    for (let row = Math.max(0, Math.floor(top)); row < Math.min(down, bottom); row++) {
      const share = (row - top) / (bottom - top);
      const inked = ink(colour, below ?? colour, share);
      const edges = crossings(points, row + 0.5);
      for (let at = 0; at + 1 < edges.length; at += 2) {
        const [from, to] = [edges[at] ?? 0, edges[at + 1] ?? 0].map((x) =>
          Math.min(across, Math.max(0, Math.round(x))),
        );
        dots.fill(inked, row * across + (from ?? 0), row * across + (to ?? 0));
      }
    }
  }
  return Buffer.from(dots.buffer);
}

/** Where an outline crosses a line across, from left to right. */
function crossings(points: readonly Point[], y: number): number[] {
  return points
    .flatMap(([x1, y1], at) => {
      const [x2, y2] = points[(at + 1) % points.length] ?? [x1, y1];
      return y1 <= y === y2 <= y ? [] : [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)];
    })
    .sort((a, b) => a - b);
}

function ink(above: string, below: string, share: number): number {
  const [from, to] = [above, below].map((colour) => Number.parseInt(colour.slice(1), 16));
  const mixed = [16, 8, 0].map((bits) => {
    const [a, b] = [((from ?? 0) >> bits) & 0xff, ((to ?? 0) >> bits) & 0xff];
    return Math.round(a + (b - a) * share);
  });
  const [red = 0, green = 0, blue = 0] = mixed;
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

export const area = (colour: string, ...numbers: readonly number[]): Shape => ({
  colour,
  outline: Array.from({ length: numbers.length / 2 }, (_, n) => [numbers[2 * n] ?? 0, numbers[2 * n + 1] ?? 0]),
});

/** From the upper left; `below`: what its colour turns into. */
export const box = (colour: string, x: number, y: number, width: number, height: number, below?: string): Shape => ({
  ...area(colour, x, y, x + width, y, x + width, y + height, x, y + height),
  ...(below === undefined ? {} : { below }),
});

export const disc = (colour: string, x: number, y: number, across: number, down = across): Shape => ({
  colour,
  outline: Array.from({ length: 36 }, (_, n) => {
    const angle = (n * Math.PI) / 18;
    return [x + across * Math.cos(angle), y + down * Math.sin(angle)];
  }),
});

export const line = (colour: string, thick: number, x1: number, y1: number, x2: number, y2: number): Shape => {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [dx, dy] = [((y1 - y2) / length) * (thick / 2), ((x2 - x1) / length) * (thick / 2)];
  return area(colour, x1 + dx, y1 + dy, x2 + dx, y2 + dy, x2 - dx, y2 - dy, x1 - dx, y1 - dy);
};
