import { shareOut } from './quota.ts';
import { randomSource } from './random.ts';
import type { SourceArea } from './source.ts';

/** Grids that Huai'an reports. */
export const gridTotal = 5_947;

/** How many grids every village gets, by its code. */
export type GridPlan = ReadonlyMap<string, number>;

/** Built-up areas by the statistics code: towns below 100 are sub-districts, of the city's own districts all but 镇. */
export function isUrbanTown(code: string): boolean {
  const kind = code.charAt(6);
  return kind === '0' || (kind === '4' && (code.startsWith('320812') || code.startsWith('320871')));
}

/** Weight of a village when grids are shared out; the first digit of its own three tells what it is. */
function weightOf(village: string): number {
  const kind = village.charAt(9);
  if (kind === '0') return isUrbanTown(village) ? 5.5 : 4.2;
  return kind === '2' ? 2.2 : 0.8;
}

/** Shares the grids out over the villages: at least one each, more to communities than to rural villages. */
export function planGrids(areas: readonly SourceArea[], seed: number, total = gridTotal): GridPlan {
  const villages = areas.filter(({ level }) => level === 'village').map(({ code }) => code);
  const random = randomSource(seed);
  const shares = shareOut(
    total,
    villages.map((code) => weightOf(code) * (0.6 + 0.8 * random())),
  );
  return new Map(villages.map((code, index) => [code, shares[index] ?? 1]));
}

/** How many grids lie under an area. */
export function gridsUnder(plan: GridPlan, area: string): number {
  let sum = 0;
  for (const [village, grids] of plan) if (village.startsWith(area)) sum += grids;
  return sum;
}
