import { contains } from '../../../app/area/index.ts';
import type { CityArea } from '../grids.ts';
import { metresX, metresY } from '../plane.ts';
import { randomSource } from '../random.ts';

/** Where a simulated camera stands and what it is called. */
export interface CameraPlace {
  /** From 1; also chooses the scene. */
  readonly number: number;
  readonly name: string;
  readonly area: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly heading: number;
  readonly angle: number;
  readonly range: number;
}

/** What the scenes show, in the order in which `sceneOf` takes them. */
const scenes = ['广场', '道路', '路口', '河道', '大门'] as const;
/** Metres around the middle of an area within which its cameras stand. */
const around = 250;

/** Places for so many cameras: the city's square, each county, then towns and villages in turn, county by county. */
export function cameraPlaces(areas: readonly CityArea[], count: number, seed: number): CameraPlace[] {
  const random = randomSource(seed + 77);
  const hosts = hostAreas(areas);
  const perArea = new Map<string, number>();
  return Array.from({ length: hosts.length === 0 ? 0 : count }, (_, index) => {
    const area = hosts[index % hosts.length] as CityArea;
    const inArea = (perArea.get(area.code) ?? 0) + 1;
    perArea.set(area.code, inArea);
    const [longitude, latitude] = placeIn(area, random);
    return {
      number: index + 1,
      name: `${area.name} ${inArea} 号 ${scenes[index % scenes.length]}`,
      area: area.code,
      longitude,
      latitude,
      heading: Math.floor(random() * 360),
      angle: 60 + 10 * Math.floor(random() * 5),
      range: 50 + 10 * Math.floor(random() * 11),
    };
  });
}

/** The areas that get a camera, in turn: city, counties, then a town and one of its villages of each county, and so on. */
function hostAreas(areas: readonly CityArea[]): CityArea[] {
  const of = (level: CityArea['level']) => areas.filter((area) => area.level === level);
  const counties = of('county');
  const villages = of('village');
  const townsOf = counties.map(({ code }) => of('town').filter(({ parent }) => parent === code));
  const rounds = Math.max(0, ...townsOf.map(({ length }) => length));
  const rest = Array.from({ length: rounds }, (_, round) => {
    const towns = townsOf.flatMap((each) => each[round] ?? []);
    const inside = towns.flatMap(({ code }) => villages.find(({ parent }) => parent === code) ?? []);
    return [...towns, ...inside];
  });
  return [...of('city'), ...counties, ...rest.flat()];
}

/** A point near the middle of the area and inside it; the middle itself where none is found. */
function placeIn({ polygons, centre }: CityArea, random: () => number): readonly [number, number] {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const away = () => (2 * random() - 1) * around * 1e-6;
    const longitude = Math.round((centre[0] + away() / metresX) * 1e6) / 1e6;
    const latitude = Math.round((centre[1] + away() / metresY) * 1e6) / 1e6;
    if (contains(polygons, longitude, latitude)) return [longitude, latitude];
  }
  return centre;
}
