/** Tiles of 16:9 beside and below each other, px. */
export interface TileGrid {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
}

const shape = 16 / 9;

/** How to lay so many tiles into a room so that each is as large as can be. */
export function bestGrid(count: number, room: { width: number; height: number }, gap: number): TileGrid {
  let best: TileGrid = { columns: 1, rows: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const wide = (room.width - gap * (columns - 1)) / columns;
    const high = (room.height - gap * (rows - 1)) / rows;
    const width = Math.floor(Math.max(0, Math.min(wide, high * shape)));
    if (width > best.width) best = { columns, rows, width, height: Math.floor(width / shape) };
  }
  return best;
}

/** More than these are shown in turn: smaller ones are not seen from across the room. */
export const mostTiles = 16;

/** What is shown in a turn; turns are as equal as can be. */
export function pageOf<T>(items: readonly T[], turn: number): readonly T[] {
  const pages = Math.ceil(items.length / mostTiles);
  if (pages <= 1) return items;
  const size = Math.ceil(items.length / pages);
  const page = turn % pages;
  return items.slice(page * size, (page + 1) * size);
}
