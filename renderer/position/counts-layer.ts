import { TextLayer } from '@deck.gl/layers';
import type { Area } from '../../app/area/index.ts';
import type { State } from '../../app/position/index.ts';
import type { MapView } from '../kit/map/index.ts';
import type { WorkerField } from './field.ts';

/** How many workers there are in an area, and where that stands on the map. */
export interface AreaCount {
  readonly code: string;
  readonly name: string;
  readonly count: number;
  readonly longitude: number;
  readonly latitude: number;
}

/** Digits of the areas that are counted at a zoom; 0: the workers themselves can be told apart. */
export function countedDigits(zoom: number): 0 | 6 | 9 | 12 {
  if (zoom < 9.3) return 6;
  if (zoom < 11.3) return 9;
  return zoom < 13 ? 12 : 0;
}

/** Counts who is on the map (not off duty) by area, for the areas in view. */
export function countByArea(
  field: WorkerField,
  stateOf: (id: string) => State,
  areas: ReadonlyMap<string, Area>,
  digits: number,
  { bounds: [west, south, east, north] }: Pick<MapView, 'bounds'>,
): AreaCount[] {
  const counts = new Map<string, number>();
  for (const worker of field.workers()) {
    if (worker.area.length < digits || stateOf(worker.id) === 'off') continue;
    const code = worker.area.slice(0, digits);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].flatMap(([code, count]) => {
    const area = areas.get(code);
    if (!area) return [];
    const { name, longitude, latitude } = area;
    if (longitude < west || longitude > east || latitude < south || latitude > north) return [];
    return [{ code, name, count, longitude, latitude }];
  });
}

/** The counts as plates below the areas' names. */
export function countsLayer(counts: readonly AreaCount[]): TextLayer<AreaCount> {
  return new TextLayer<AreaCount>({
    id: 'position-counts',
    data: counts,
    characterSet: '0123456789,',
    fontFamily: 'system-ui, sans-serif',
    fontWeight: 600,
    getText: ({ count }) => count.toLocaleString('en'),
    getPosition: ({ longitude, latitude }) => [longitude, latitude],
    getSize: 12,
    getColor: [219, 230, 241, 255],
    getPixelOffset: [0, 18],
    background: true,
    getBackgroundColor: [24, 36, 49, 230],
    getBorderColor: [61, 156, 255, 255],
    getBorderWidth: 1,
    backgroundPadding: [6, 3, 6, 3],
    backgroundBorderRadius: 8,
    pickable: true,
  });
}
