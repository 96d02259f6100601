import {
  contains,
  digitsOf,
  gridCode,
  innerPoint,
  type Level,
  levels,
  type MultiPolygon,
  parentOf,
} from '../../app/area/index.ts';
import { centreOf } from './cells.ts';
import { cutGround } from './ground.ts';
import { divide } from './hierarchy.ts';
import { gridName } from './names.ts';
import { planGrids } from './plan.ts';
import { polygonsOf } from './polygons.ts';
import type { CitySource } from './source.ts';

/** An area of the simulated city. Codes and names down to the village are real, everything else is generated. */
export interface CityArea {
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  /** Code of the area one level above, null for the city. */
  readonly parent: string | null;
  /** A point inside, longitude and latitude in degrees WGS-84. */
  readonly centre: readonly [longitude: number, latitude: number];
  /** Closed rings in degrees WGS-84, whole 1e-6; corners shared with neighbours are identical. */
  readonly polygons: MultiPolygon;
}

/**
 * Generates the city: all areas of the source and their grids, with polygons that tile. Ordered by level, then code.
 * The same source and seed give the same city.
 */
export function makeCity(source: CitySource, seed = 1): CityArea[] {
  const plan = planGrids(source.areas, seed);
  const ground = cutGround(source, plan, seed);
  const divided = divide(ground, source.areas, plan, seed);
  const names = new Map(source.areas.map(({ code, name }) => [code, name]));
  const gridOf: string[] = [];
  for (const [village, grids] of divided) {
    grids.forEach((members, index) => {
      const code = gridCode(village, index + 1);
      names.set(code, gridName(names.get(village) ?? village, index + 1));
      for (const cell of members) gridOf[cell] = code;
    });
  }
  return levels.flatMap((level) => {
    const digits = digitsOf(level);
    const codeOf = gridOf.map((code) => code.slice(0, digits));
    const codes = [...new Set(codeOf)].sort();
    const labels = new Map(codes.map((code, label) => [code, label]));
    const labelOf = codeOf.map((code) => labels.get(code) ?? -1);
    const polygons = polygonsOf(ground.net, (cell) => labelOf[cell] ?? -1, codes.length);
    const members = codes.map((): number[] => []);
    labelOf.forEach((label, cell) => {
      members[label]?.push(cell);
    });
    return codes.map((code, label): CityArea => {
      const own = polygons[label] ?? [];
      const middles = (members[label] ?? []).map((cell) => centreOf(ground.cells, cell));
      return {
        code,
        name: names.get(code) ?? code,
        level,
        parent: parentOf(code) || null,
        centre: centreWithin(own, middles),
        polygons: own,
      };
    });
  });
}

/** The mean of the cells' middles where that lies inside, else the middle nearest to it that does, else any point. */
function centreWithin(polygons: MultiPolygon, middles: readonly [number, number][]): [number, number] {
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  const meanX = middles.reduce((sum, [x]) => sum + x, 0) / middles.length;
  const meanY = middles.reduce((sum, [, y]) => sum + y, 0) / middles.length;
  const away = ([x, y]: readonly [number, number]) => Math.hypot(0.835 * (x - meanX), y - meanY);
  const candidates: [number, number][] = [[meanX, meanY], ...middles.toSorted((a, b) => away(a) - away(b))];
  const rounded = candidates.map(([x, y]): [number, number] => [round(x), round(y)]);
  return rounded.find(([x, y]) => contains(polygons, x, y)) ?? innerPoint(polygons);
}
