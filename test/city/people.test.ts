import { describe, expect, it } from 'vitest';
import { areaOf } from '../../app/area/index.ts';
import { makeCity } from './grids.ts';
import { makeWorkers } from './people.ts';
import { readCitySource } from './source.ts';

const city = makeCity(readCitySource());
const grids = city.filter(({ level }) => level === 'grid');
const workers = makeWorkers(city);

describe('the workers of the simulated city', () => {
  it('are 7,092, every grid has one, the largest have two', () => {
    expect(workers).toHaveLength(7_092);
    const counts = new Map<string, number>();
    for (const { grid } of workers) counts.set(grid, (counts.get(grid) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual(grids.map(({ code }) => code).sort());
    const sizes = (count: number) =>
      grids.filter(({ code }) => counts.get(code) === count).map(({ polygons }) => areaOf(polygons));
    expect(sizes(1).length + sizes(2).length).toBe(grids.length);
    expect(Math.min(...sizes(2))).toBeGreaterThanOrEqual(Math.max(...sizes(1)));
  });

  it('have plainly generated names, each only once', () => {
    expect(workers[0]?.name).toBe('网格员0001');
    expect(workers.at(-1)?.name).toBe('网格员7092');
    expect(new Set(workers.map(({ name }) => name)).size).toBe(workers.length);
  });

  it('are the same every time', () => {
    expect(makeWorkers(city)).toEqual(workers);
  });

  it('are placed in other numbers too; fewer than grids are spread evenly', () => {
    expect(makeWorkers(grids.slice(0, 3), 8)).toHaveLength(8);
    const few = makeWorkers(grids.slice(0, 10), 5);
    expect(new Set(few.map((worker) => worker.grid)).size).toBe(5);
    expect(makeWorkers([], 0)).toEqual([]);
  });
});
