import { type Area, type Bounds, type Level, levels } from '../../app/area/index.ts';

/** From which zoom on the outlines of a level are the ones that are looked at. */
const from: Readonly<Record<Level, number>> = { city: 0, county: 0, town: 9.2, village: 11, grid: 12.8 };

/** The level whose areas are chosen and named at this zoom. */
export function levelAt(zoom: number): Level {
  return levels.toReversed().find((level) => zoom >= from[level]) ?? 'city';
}

export function overlaps(a: Bounds, b: Bounds): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

/** Most counties whose grids are drawn at once; at the zoom of grids more are never in view in one place. */
const mostCounties = 3;

/** Counties that the view touches, as codes, sorted; none while the grids are too small to be seen. */
export function gridCounties(counties: readonly Area[], view: Bounds, zoom: number): string[] {
  if (levelAt(zoom) !== 'grid') return [];
  return counties
    .filter((county) => overlaps(county.bounds, view))
    .map((county) => county.code)
    .sort()
    .slice(0, mostCounties);
}
