import { z } from 'zod';
import { areaCode, latitude, line, longitude } from '../contract/primitives.ts';

/** Levels of areas, from the city down to the grid. */
export const levels = ['city', 'county', 'town', 'village', 'grid'] as const;
export const level = z.enum(levels);
export type Level = z.output<typeof level>;

/** Systems in which Chinese sources give coordinates; inside Sipin everything is WGS-84 (= CGCS2000 within metres). */
export const datums = ['WGS-84', 'GCJ-02', 'BD-09'] as const;
export const datum = z.enum(datums);
export type Datum = z.output<typeof datum>;

/** West, south, east and north edge in degrees, WGS-84. */
export const bounds = z.tuple([longitude, latitude, longitude, latitude]);
export type Bounds = z.output<typeof bounds>;

/** An area as lists and the tree show it. */
export const area = z.object({
  code: areaCode,
  name: z.string(),
  pinyin: z.string(),
  initials: z.string(),
  longitude,
  latitude,
  bounds,
});
export type Area = z.output<typeof area>;

/** GeoJSON MultiPolygon coordinates: polygons of rings of [longitude, latitude] in degrees. */
export const multiPolygon = z.array(z.array(z.array(z.tuple([longitude, latitude])).min(4)).min(1)).min(1);
export type MultiPolygon = z.output<typeof multiPolygon>;

/**
 * A shape as it is stored and travels: polygons of rings, each ring one flat list of integers in 1e-6 degree WGS-84,
 * the first longitude and latitude absolute, all that follow as differences to the point before. The ring is closed
 * by the reader (the last point is not repeated).
 */
export const packedShape = z.array(z.array(z.array(z.number().int())));
export type PackedShape = z.output<typeof packedShape>;

/** An area as an import gives it. */
export const areaDraft = z.strictObject({ code: areaCode, name: line, polygons: multiPolygon });
export type AreaDraft = z.output<typeof areaDraft>;
