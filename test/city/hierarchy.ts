import type { Cells } from './cells.ts';
import { centres, countiesIn, type Ground, zone } from './ground.ts';
import { partition, type Wish } from './partition.ts';
import { type GridPlan, gridsUnder, isUrbanTown } from './plan.ts';
import { metresX, metresY } from './plane.ts';
import { randomSource } from './random.ts';
import { settle } from './settle.ts';
import type { SourceArea } from './source.ts';

/** The cells of every grid, by the village's code and then the grid's number from 1. */
export type GridCells = ReadonlyMap<string, readonly (readonly number[])[]>;

/** Divides the ground among counties, towns, villages and grids, each within the one above. */
export function divide(ground: Ground, areas: readonly SourceArea[], plan: GridPlan, seed: number): GridCells {
  const { cells } = ground;
  const random = randomSource(seed);
  const children = (parent: string, level: SourceArea['level']) =>
    areas.flatMap(({ code, level: own }) => (own === level && code.startsWith(parent) ? [code] : []));
  // Two thirds to four thirds of the average, so that neighbours differ in size.
  const wish = (code: string) => gridsUnder(plan, code) * (0.67 + 0.66 * random());
  // Of the four cells per grid a town keeps at least two and a half, so that its villages have some to divide.
  const townWish = (code: string): Wish => ({ weight: wish(code), least: Math.ceil(2.5 * gridsUnder(plan, code)) });
  const villageWish = (code: string): Wish => ({ weight: wish(code), least: gridsUnder(plan, code) + 1 });
  const result = new Map<string, number[][]>();
  for (const [county, ofCounty] of cellsOfCounties(ground, plan)) {
    for (const { towns, members } of urbanAndRural(cells, county, ofCounty, children(county, 'town'), plan)) {
      partition(cells, members, towns.map(townWish), random).forEach((ofTown, town) => {
        const villages = children(towns[town] ?? '', 'village');
        partition(cells, ofTown, villages.map(villageWish), random).forEach((ofVillage, village) => {
          const code = villages[village] ?? '';
          const grids = Array.from({ length: plan.get(code) ?? 1 }, () => ({ weight: 1, least: 1 }));
          result.set(code, partition(cells, ofVillage, grids, random));
        });
      });
    }
  }
  return result;
}

/** The cells of each county; the development zone takes the eastern ones of the outline in which it lies. */
function cellsOfCounties({ cells, counties }: Ground, plan: GridPlan): Map<string, number[]> {
  const result = new Map<string, number[]>();
  counties.forEach((outline, index) => {
    const own = [...cells.county.keys()].filter((cell) => cells.county[cell] === index);
    if (outline !== zone.within) {
      result.set(outline, own);
      return;
    }
    // Not quite a meridian: the line leans and swings by half a kilometre.
    const eastness = (cell: number) => {
      const y = cells.ys[cell] ?? 0;
      return (cells.xs[cell] ?? 0) + 0.2 * y + 500 * Math.sin(y / 1_500);
    };
    const east = own.toSorted((a, b) => eastness(b) - eastness(a) || a - b);
    const [most = 0, few = 0] = countiesIn(outline).map((county) => gridsUnder(plan, county));
    const inZone = new Set(east.slice(0, Math.round((own.length * few) / (most + few))));
    const groups = Int32Array.from(own, (cell) => (inZone.has(cell) ? 1 : 0));
    const [rest = [], taken = []] = settle(cells, own, groups, [3 * most, 3 * few]);
    result.set(outline, rest).set(zone.code, taken);
  });
  return result;
}

/** A county's sub-districts share the cells nearest to its middle, its other towns the rest. */
function urbanAndRural(
  cells: Cells,
  county: string,
  members: readonly number[],
  towns: readonly string[],
  plan: GridPlan,
): { towns: string[]; members: number[] }[] {
  const groups = [towns.filter(isUrbanTown), towns.filter((town) => !isUrbanTown(town))];
  const [urban = [], rural = []] = groups;
  if (urban.length === 0 || rural.length === 0) return [{ towns: [...towns], members: [...members] }];
  const grids = groups.map((group) => group.reduce((sum, town) => sum + gridsUnder(plan, town), 0));
  const [longitude, latitude] = centres[county] ?? [0, 0];
  const away = (cell: number) => {
    const x = (cells.xs[cell] ?? 0) - longitude * 1e6 * metresX;
    const y = (cells.ys[cell] ?? 0) - latitude * 1e6 * metresY;
    const angle = Math.atan2(y, x);
    // Lobes: a town does not end on a circle. The latitude turns them another way in every county.
    return Math.hypot(x, y) * (1 + 0.18 * Math.sin(3 * angle + 90 * latitude) + 0.12 * Math.sin(5 * angle + 7));
  };
  const byDistance = members.toSorted((a, b) => away(a) - away(b) || a - b);
  const share = (grids[0] ?? 0) / ((grids[0] ?? 0) + (grids[1] ?? 0));
  const inner = new Set(byDistance.slice(0, Math.round(members.length * share)));
  const labels = Int32Array.from(members, (cell) => (inner.has(cell) ? 0 : 1));
  const settled = settle(
    cells,
    members,
    labels,
    grids.map((count) => 3 * count),
  );
  return [
    { towns: urban, members: settled[0] ?? [] },
    { towns: rural, members: settled[1] ?? [] },
  ];
}
