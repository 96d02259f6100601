import { readFileSync } from 'node:fs';
import type { Level } from '../../app/area/index.ts';

/** One row of the statistics table: a real area of Huai'an down to the village. */
export interface SourceArea {
  readonly code: string;
  readonly level: Level;
  readonly name: string;
}

/** The one ring of a county's outline as the source gives it, in degrees GCJ-02. */
export interface SourceOutline {
  readonly code: string;
  readonly ring: readonly (readonly [longitude: number, latitude: number])[];
}

export interface CitySource {
  readonly areas: readonly SourceArea[];
  readonly outlines: readonly SourceOutline[];
}

interface CountyFeature {
  readonly properties: { readonly code: string };
  readonly geometry: { readonly type: string; readonly coordinates: SourceOutline['ring'][] };
}

const folder = new URL('../../assets/area/', import.meta.url);

/** Reads the real codes, names and county outlines from assets/area. Throws when a file has another form. */
export function readCitySource(): CitySource {
  const [, ...rows] = readFileSync(new URL('huaian-areas.csv', folder), 'utf8').trim().split(/\r?\n/);
  const counties = JSON.parse(readFileSync(new URL('huaian-counties.geojson', folder), 'utf8')) as {
    readonly features: readonly CountyFeature[];
  };
  return {
    areas: rows.map((row) => {
      const [code = '', , level = '', name = ''] = row.split(',');
      return { code, level: level as Level, name };
    }),
    outlines: counties.features.map(({ properties, geometry }) => {
      const [ring, ...holes] = geometry.coordinates;
      if (geometry.type !== 'Polygon' || !ring || holes.length > 0)
        throw new Error(`the outline of ${properties.code} is not one ring`);
      return { code: properties.code, ring };
    }),
  };
}
