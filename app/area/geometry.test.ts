import { assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaOf, boundsOf, contains, distance, innerPoint } from './geometry.ts';
import type { MultiPolygon } from './model.ts';

function box(west: number, south: number, east: number, north: number): [number, number][] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

const withHole: MultiPolygon = [[box(119, 33, 119.04, 33.04), box(119.01, 33.01, 119.03, 33.03)]];
const two: MultiPolygon = [[box(119, 33, 119.01, 33.01)], [box(119.02, 33, 119.03, 33.01)]];

describe('polygons', () => {
  it('hold what is inside and not in a hole', () => {
    expect(contains(withHole, 119.005, 33.02)).toBe(true);
    expect(contains(withHole, 119.02, 33.02)).toBe(false);
    expect(contains(withHole, 119.05, 33.02)).toBe(false);
    expect(contains(two, 119.025, 33.005)).toBe(true);
    expect(contains(two, 119.015, 33.005)).toBe(false);
    expect(contains([], 119, 33)).toBe(false);
  });

  it('that share an edge never both hold a point on it', () => {
    const left: MultiPolygon = [[box(119, 33, 119.01, 33.01)]];
    const right: MultiPolygon = [[box(119.01, 33, 119.02, 33.01)]];
    assert(
      property(double({ min: 33, max: 33.0099, noNaN: true }), (latitude) => {
        const holders = [left, right].filter((each) => contains(each, 119.01, latitude));
        expect(holders).toHaveLength(1);
      }),
    );
  });

  it('lie in their bounds', () => {
    expect(boundsOf(two)).toEqual([119, 33, 119.03, 33.01]);
  });

  it('have an area in square metres', () => {
    // On the WGS-84 ellipsoid a square of 0.01° at 33° is 934 × 1,109 m.
    const square = areaOf([[box(119, 33, 119.01, 33.01)]]);
    expect(square / 1_036_900).toBeCloseTo(1, 2);
    expect(areaOf(two)).toBeCloseTo(2 * square, 3);
    expect(areaOf([[box(119, 33, 119.01, 33.01).reverse()]])).toBeCloseTo(square, 6);
    expect(areaOf(withHole)).toBeLessThan(areaOf([[box(119, 33, 119.04, 33.04)]]));
    expect(areaOf([])).toBe(0);
  });

  it('have areas that add up, however a slanting edge divides them', () => {
    const part = double({ min: 0.001, max: 0.999, noNaN: true });
    assert(
      property(part, part, (low, high) => {
        const a: [number, number] = [119 + low, 33];
        const b: [number, number] = [119 + high, 34];
        const west: MultiPolygon = [[[[119, 33], a, b, [119, 34], [119, 33]]]];
        const east: MultiPolygon = [[[a, [120, 33], [120, 34], b, a]]];
        expect((areaOf(west) + areaOf(east)) / areaOf([[box(119, 33, 120, 34)]])).toBeCloseTo(1, 12);
      }),
    );
  });

  it('have a point inside, in bent and holed ones too', () => {
    const bent: MultiPolygon = [
      [
        [
          [119, 33],
          [119.03, 33],
          [119.03, 33.001],
          [119.001, 33.001],
          [119.001, 33.03],
          [119, 33.03],
          [119, 33],
        ],
      ],
    ];
    for (const each of [withHole, two, bent]) expect(contains(each, ...innerPoint(each))).toBe(true);
  });
});

describe('distance', () => {
  it('is in metres', () => {
    expect(distance(119, 33, 119, 34)).toBeCloseTo(111_195, 0);
    expect(distance(119.02, 33.6, 119.02, 33.6)).toBe(0);
    expect(distance(0, 0, 180, 0)).toBeCloseTo(Math.PI * 6_371_008.8, 0);
  });

  it('is the same both ways', () => {
    const longitude = double({ min: -180, max: 180, noNaN: true });
    const latitude = double({ min: -90, max: 90, noNaN: true });
    assert(
      property(longitude, latitude, longitude, latitude, (a, b, c, d) => {
        expect(distance(a, b, c, d)).toBeCloseTo(distance(c, d, a, b), 6);
      }),
    );
  });
});
