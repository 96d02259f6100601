import type { Logger } from 'pino';
import { contains } from '../../app/area/geometry.ts';
import type { Area, MultiPolygon } from '../../app/area/model.ts';
import { unpackShape } from '../../app/area/shape.ts';
import type { Database } from '../storage/database.ts';
import { areaVersion, listAreas, listShapes } from './store.ts';

interface Grid {
  readonly code: string;
  readonly bounds: Area['bounds'];
  readonly polygons: MultiPolygon;
}

/** Side of a cell of the look-up raster, in degrees: about 1 km. */
const cell = 0.01;
const gridDigits = 15;

/**
 * All areas in memory: names, centres, and which grid a point lies in. Read once, and again after an import.
 * A grid's outline is looked at only when the point's raster cell touches its bounds.
 */
export class AreaDirectory {
  readonly #database: Database;
  readonly #log: Logger;
  #areas: ReadonlyMap<string, Area> = new Map();
  #cells: ReadonlyMap<string, readonly Grid[]> = new Map();
  #version = 0;
  #loading: Promise<void> | undefined;

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  get version(): number {
    return this.#version;
  }

  get(code: string): Area | undefined {
    return this.#areas.get(code);
  }

  /** Name of an area; its code while it is not known. */
  nameOf(code: string): string {
    return this.#areas.get(code)?.name ?? code;
  }

  /** Code of the grid that the point (degrees, WGS-84) lies in; undefined outside of all grids. */
  gridAt(longitude: number, latitude: number): string | undefined {
    const candidates = this.#cells.get(cellKey(Math.floor(longitude / cell), Math.floor(latitude / cell)));
    return candidates?.find(
      ({ bounds: [west, south, east, north], polygons }) =>
        longitude >= west &&
        longitude <= east &&
        latitude >= south &&
        latitude <= north &&
        contains(polygons, longitude, latitude),
    )?.code;
  }

  /** Reads everything when the version in the database is another than ours. */
  async refresh(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    await this.#loading;
  }

  async #load(): Promise<void> {
    const version = await areaVersion(this.#database);
    if (version === this.#version) return;
    const started = performance.now();
    const areas = await listAreas(this.#database, '', gridDigits);
    const shapes = await listShapes(this.#database, '', gridDigits);
    const byCode = new Map(areas.map((area) => [area.code, area]));
    const cells = new Map<string, Grid[]>();
    for (const { code, shape } of shapes) {
      const bounds = byCode.get(code)?.bounds;
      if (!bounds) continue;
      const grid = { code, bounds, polygons: unpackShape(shape) };
      for (let x = Math.floor(bounds[0] / cell); x <= Math.floor(bounds[2] / cell); x += 1) {
        for (let y = Math.floor(bounds[1] / cell); y <= Math.floor(bounds[3] / cell); y += 1) {
          const key = cellKey(x, y);
          const present = cells.get(key);
          if (present) present.push(grid);
          else cells.set(key, [grid]);
        }
      }
    }
    this.#areas = byCode;
    this.#cells = cells;
    this.#version = version;
    this.#log.info({ areas: areas.length, version, ms: Math.round(performance.now() - started) }, 'areas read');
  }
}

function cellKey(x: number, y: number): string {
  return `${x} ${y}`;
}
