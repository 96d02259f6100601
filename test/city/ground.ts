import { type Cells, joinCells } from './cells.ts';
import { addOutlines, cutCounty } from './cut.ts';
import { Net } from './net.ts';
import { joinOutlines } from './outline.ts';
import { type GridPlan, gridsUnder, isUrbanTown } from './plan.ts';
import { randomSource } from './random.ts';
import { Region } from './region.ts';
import { type Core, scatter } from './scatter.ts';
import type { CitySource } from './source.ts';

/** The development zone, which has no outline of its own, and the district in whose outline it lies. */
export const zone = { code: '320871', within: '320812' } as const;

/** Where the built-up middle of each county lies, in degrees WGS-84, to about a kilometre. */
export const centres: Readonly<Record<string, readonly [longitude: number, latitude: number]>> = {
  '320803': [119.14, 33.51],
  '320804': [119.02, 33.64],
  '320812': [119.01, 33.58],
  '320813': [118.87, 33.29],
  '320826': [119.26, 33.78],
  '320830': [118.54, 33.01],
  '320831': [119.02, 33.02],
  '320871': [119.11, 33.58],
};

/** Cells that a grid is put together from on average: enough for a natural outline, few enough to be quick. */
export const cellsPerGrid = 4;

/** What a built-up grid covers, in m². */
const urbanGridArea = 250_000;

/** The whole city cut into cells, and the counties' codes by the cells' county index. */
export interface Ground {
  readonly net: Net;
  readonly cells: Cells;
  readonly counties: readonly string[];
}

/** Cuts the city into cells, several per grid of the plan. */
export function cutGround({ outlines: source }: CitySource, plan: GridPlan, seed: number): Ground {
  const outlines = joinOutlines(source);
  const net = new Net();
  const parts = outlines.codes.map((code, county) => {
    const region = new Region(outlines, county);
    const count = cellsPerGrid * gridsIn(plan, code);
    const points = scatter(region, coresOf(plan, code), count, randomSource(seed + county + 1));
    return { region, points };
  });
  let base = 0;
  const shores = parts.map(({ region, points }, county) => {
    const shore = cutCounty(net, outlines, county, region, points, base);
    base += points.length / 2;
    return shore;
  });
  addOutlines(net, outlines, shores);
  const countyOf = Int32Array.from(parts.flatMap(({ points }, county) => Array(points.length / 2).fill(county)));
  const points = Float64Array.from(parts.flatMap(({ points }) => [...points]));
  return { net, cells: joinCells(net, points, countyOf), counties: outlines.codes };
}

/** Codes of the counties that lie in the outline of this one. */
export function countiesIn(outline: string): string[] {
  return outline === zone.within ? [outline, zone.code] : [outline];
}

function gridsIn(plan: GridPlan, outline: string): number {
  return countiesIn(outline).reduce((sum, county) => sum + gridsUnder(plan, county), 0);
}

/** Built-up middles in an outline: as large as their grids need, and so dense. */
function coresOf(plan: GridPlan, outline: string): Core[] {
  const all = gridsIn(plan, outline);
  return countiesIn(outline).map((county) => {
    const [longitude, latitude] = centres[county] ?? [0, 0];
    let urban = 0;
    for (const [village, grids] of plan) if (village.startsWith(county) && isUrbanTown(village)) urban += grids;
    const spread = Math.sqrt((urban * urbanGridArea) / (2 * Math.PI));
    return { x: longitude * 1e6, y: latitude * 1e6, spread, share: (0.85 * urban) / all };
  });
}
