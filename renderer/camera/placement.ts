/** How many tiles a grid shows. */
export const gridSizes = [1, 4, 9, 16] as const;
export type GridSize = (typeof gridSizes)[number];

/** A camera in a tile. */
export interface Cell {
  readonly camera: string;
  /** Known before the camera has been read, so that a tile is never nameless. */
  readonly name: string;
  /** Grows with each camera opened: the lowest is the oldest. */
  readonly turn: number;
  /** Does not give way to another camera. */
  readonly pinned: boolean;
}

/**
 * A grid of tiles. There is always room for the largest; a smaller one shows the first of them and lets the others
 * rest, so that they are back when it grows again.
 */
export interface Grid {
  readonly size: GridSize;
  readonly cells: readonly (Cell | null)[];
}

const room = 16;
export const emptyGrid: Grid = { size: 4, cells: Array<null>(room).fill(null) };

/** The cells that are shown. */
export function shownCells({ size, cells }: Grid): readonly (Cell | null)[] {
  return cells.slice(0, size);
}

/** Puts a camera into the first free tile; into that of the oldest which is not pinned when all are taken. */
export function place(grid: Grid, camera: string, name: string): Grid {
  const shown = shownCells(grid);
  if (shown.some((cell) => cell?.camera === camera)) return grid;
  const free = shown.indexOf(null);
  if (free >= 0) return placeAt(grid, camera, name, free);
  const oldest = shown
    .map((cell, index) => ({ index, turn: cell?.turn ?? 0, pinned: cell?.pinned ?? false }))
    .sort((a, b) => Number(a.pinned) - Number(b.pinned) || a.turn - b.turn)[0];
  return oldest ? placeAt(grid, camera, name, oldest.index) : grid;
}

/** Puts a camera into this tile; one that is open already moves there, and what was there takes its place. */
export function placeAt(grid: Grid, camera: string, name: string, index: number): Grid {
  if (index < 0 || index >= room) return grid;
  const before = grid.cells.findIndex((cell) => cell?.camera === camera);
  if (before === index) return grid;
  const turn = Math.max(0, ...grid.cells.map((cell) => cell?.turn ?? 0)) + 1;
  const cells = [...grid.cells];
  const there = cells[index] ?? null;
  const moved = before >= 0 ? cells[before] : null;
  if (before >= 0) cells[before] = before < grid.size && index < grid.size ? there : null;
  cells[index] = moved ? { ...moved, turn } : { camera, name, turn, pinned: false };
  return { ...grid, cells };
}

/** Closes the tile of a camera. */
export function closeCell(grid: Grid, camera: string): Grid {
  return { ...grid, cells: grid.cells.map((cell) => (cell?.camera === camera ? null : cell)) };
}

/** Pins a tile, or unpins it. */
export function togglePin(grid: Grid, camera: string): Grid {
  return {
    ...grid,
    cells: grid.cells.map((cell) => (cell?.camera === camera ? { ...cell, pinned: !cell.pinned } : cell)),
  };
}

/** What was remembered, if it is a grid; else an empty one. */
export function readGrid(remembered: string | null): Grid {
  try {
    const { size, cells } = JSON.parse(remembered ?? '') as { size: unknown; cells: unknown };
    if (!gridSizes.some((each) => each === size) || !Array.isArray(cells)) return emptyGrid;
    return { size: size as GridSize, cells: Array.from({ length: room }, (_, index) => readCell(cells[index])) };
  } catch {
    return emptyGrid;
  }
}

function readCell(value: unknown): Cell | null {
  if (typeof value !== 'object' || value === null) return null;
  const { camera, name, turn, pinned } = value as Record<string, unknown>;
  if (typeof camera !== 'string' || typeof name !== 'string' || typeof turn !== 'number') return null;
  return { camera, name, turn, pinned: pinned === true };
}
