import { areaOf } from '../../app/area/index.ts';
import type { CityArea } from './grids.ts';

/** Grid workers that Huai'an reports. */
export const workerTotal = 7_092;

/** A worker of the simulated city; plainly nobody real. */
export interface CityWorker {
  /** From 1, in the order of the grids' codes. */
  readonly number: number;
  /** 网格员0001 */
  readonly name: string;
  /** Code of the grid. */
  readonly grid: string;
}

/**
 * Gives every grid a worker, and the largest grids a second one (then a third…) until all are placed; fewer workers
 * than grids stand in grids spread evenly over the city.
 */
export function makeWorkers(areas: readonly CityArea[], total = workerTotal): CityWorker[] {
  const grids = areas.filter(({ level }) => level === 'grid').sort((a, b) => (a.code < b.code ? -1 : 1));
  const extra = Math.max(0, total - grids.length);
  const sizes = new Map(grids.map(({ code, polygons }) => [code, areaOf(polygons)]));
  const bySize = grids.toSorted((a, b) => (sizes.get(b.code) ?? 0) - (sizes.get(a.code) ?? 0));
  const rounds = Math.floor(extra / grids.length);
  const favoured = new Set(bySize.slice(0, extra % grids.length).map(({ code }) => code));
  const posts =
    total < grids.length
      ? Array.from({ length: total }, (_, index) => grids[Math.floor((index * grids.length) / total)]?.code ?? '')
      : grids.flatMap(({ code }) => Array<string>(1 + rounds + (favoured.has(code) ? 1 : 0)).fill(code));
  const width = Math.max(4, String(total).length);
  return posts.map((grid, index) => {
    const number = index + 1;
    return { number, name: `网格员${String(number).padStart(width, '0')}`, grid };
  });
}
