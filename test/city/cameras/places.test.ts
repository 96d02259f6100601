import { describe, expect, it } from 'vitest';
import { contains } from '../../../app/area/index.ts';
import { makeCity } from '../grids.ts';
import { readCitySource } from '../source.ts';
import { cameraPlaces } from './places.ts';

const areas = makeCity(readCitySource(), 1);
const places = cameraPlaces(areas, 24, 1);

describe('the places of the cameras', () => {
  it('are in the city, in every county, and in towns and villages', () => {
    const digits = places.map(({ area }) => area.length);
    expect(digits.slice(0, 9)).toEqual([4, 6, 6, 6, 6, 6, 6, 6, 6]);
    expect(digits).toContain(9);
    expect(digits).toContain(12);
    expect(new Set(places.map(({ area }) => area)).size).toBe(24);
  });

  it('lie inside their areas, under names of their own', () => {
    for (const { area, longitude, latitude } of places) {
      const polygons = areas.find(({ code }) => code === area)?.polygons ?? [];
      expect(contains(polygons, longitude, latitude)).toBe(true);
    }
    expect(new Set(places.map(({ name }) => name)).size).toBe(24);
  });

  it('are the same for the same seed, and as many as asked for, be there few areas', () => {
    expect(cameraPlaces(areas, 24, 1)).toEqual(places);
    const few = cameraPlaces(areas.slice(0, 2), 5, 1);
    expect(few.map(({ name }) => name)).toEqual([...new Set(few.map(({ name }) => name))]);
    expect(few).toHaveLength(5);
    expect(cameraPlaces([], 5, 1)).toEqual([]);
  });
});
