import type { TileView } from './view.ts';

export type Layout = 'grid' | 'speaker';

/** What stands where on the stage; only these pictures are asked of the server. */
export interface Arrangement {
  /** The large picture; none in the grid. */
  readonly main: TileView | undefined;
  readonly rest: readonly TileView[];
  readonly pages: number;
  readonly page: number;
}

const gridMost = 9;
const besideMost = 6;

/** Puts tiles in their places. The order of the tiles stays, so that none jumps when somebody speaks. */
export function arrange(
  tiles: readonly TileView[],
  options: { layout: Layout; speaker: string | null; pinned: string | null; page: number; compact?: boolean },
): Arrangement {
  const { layout, speaker, pinned, compact } = options;
  const main =
    layout === 'grid' && pinned === null
      ? undefined
      : (tiles.find(({ key }) => key === pinned) ??
        tiles.find(({ source, local }) => source === 'screen' && !local) ??
        tiles.find(({ identity, source }) => identity === speaker && source === 'camera') ??
        tiles.find(({ local }) => !local) ??
        tiles[0]);
  const others = tiles.filter((tile) => tile !== main);
  const size = compact ? 4 : main ? besideMost : gridMost;
  const pages = Math.max(1, Math.ceil(others.length / size));
  const page = Math.min(options.page, pages - 1);
  return { main, rest: others.slice(page * size, (page + 1) * size), pages, page };
}

/** Columns of a grid of so many pictures. */
export function columnsOf(count: number): number {
  return count <= 1 ? 1 : count <= 4 ? 2 : count <= 9 ? 3 : count <= 16 ? 4 : 5;
}
