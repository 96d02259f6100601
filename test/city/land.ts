import { areaContract } from '../../app/area/index.ts';
import type { Client } from './client.ts';
import { type CityArea, makeCity } from './grids.ts';
import { readCitySource } from './source.ts';

/** Areas in one import; a village's grids are small, so this is well below the limit of a call. */
const batch = 1_000;

/** Makes the city's areas and imports those that the server does not have. */
export async function importLand(client: Client, seed: number): Promise<readonly CityArea[]> {
  const areas = makeCity(readCitySource(), seed);
  const { areas: present } = await client.call(areaContract.list, { to: 'grid' });
  const names = new Map(present.map((area) => [area.code, area.name]));
  const missing = areas.filter((area) => names.get(area.code) !== area.name);
  for (let start = 0; start < missing.length; start += batch) {
    await client.call(areaContract.importAreas, {
      datum: 'WGS-84',
      areas: missing.slice(start, start + batch).map(({ code, name, polygons }) => ({ code, name, polygons })),
    });
  }
  return areas;
}
