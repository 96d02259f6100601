import { assert, constantFrom, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, convertFlat } from './datum.ts';
import { distance } from './geometry.ts';
import { datums } from './model.ts';

const inChina = {
  longitude: double({ min: 73, max: 136, noNaN: true }),
  latitude: double({ min: 3, max: 54, noNaN: true }),
};
const shifted = constantFrom('GCJ-02' as const, 'BD-09' as const);

describe('a datum', () => {
  // Published by eviltransform's tests (Shanghai, Shenzhen, Beijing).
  it.each([
    [121.5272106, 31.1774276, 121.531541859215, 31.17530398364597],
    [113.912316, 22.543847, 113.9171764808363, 22.540796131694766],
    [116.377817, 39.911954, 116.38404722455657, 39.91334545536069],
  ])('WGS-84 %d, %d is known in GCJ-02', (longitude, latitude, x, y) => {
    expect(distance(...convert(longitude, latitude, 'WGS-84', 'GCJ-02'), x, y)).toBeLessThan(0.01);
  });

  // Published by coordtransform (Tian'anmen).
  it('BD-09 of a known point in GCJ-02', () => {
    const [x, y] = convert(116.404, 39.915, 'GCJ-02', 'BD-09');
    expect(distance(x, y, 116.41036949371029, 39.92133699351021)).toBeLessThan(0.01);
  });

  it("is half a kilometre off in Huai'an", () => {
    const off = distance(119.02, 33.6, ...convert(119.02, 33.6, 'WGS-84', 'GCJ-02'));
    expect(off).toBeGreaterThan(400);
    expect(off).toBeLessThan(700);
  });

  it('comes back within a millimetre anywhere in China, from every datum over every other', () => {
    assert(
      property(inChina.longitude, inChina.latitude, shifted, (longitude, latitude, datum) => {
        const there = convert(longitude, latitude, 'WGS-84', datum);
        expect(distance(longitude, latitude, ...convert(...there, datum, 'WGS-84'))).toBeLessThan(0.001);
      }),
    );
    assert(
      property(inChina.longitude, inChina.latitude, (longitude, latitude) => {
        const there = convert(longitude, latitude, 'GCJ-02', 'BD-09');
        expect(distance(longitude, latitude, ...convert(...there, 'BD-09', 'GCJ-02'))).toBeLessThan(0.001);
      }),
    );
  });

  it('comes back at the edge of the box around China', () => {
    for (const [longitude, latitude] of [
      [137.8346, 30],
      [72.0041, 40],
      [100, 55.827],
      [110, 0.8294],
    ] as const) {
      const there = convert(longitude, latitude, 'WGS-84', 'GCJ-02');
      expect(distance(longitude, latitude, ...convert(...there, 'GCJ-02', 'WGS-84'))).toBeLessThan(0.001);
    }
  });

  it.each([
    [2.35, 48.85],
    [-74, 40.7],
    [151.2, -33.87],
  ])('agrees with all others outside of China (%d, %d)', (longitude, latitude) => {
    for (const from of datums) {
      for (const to of datums) expect(convert(longitude, latitude, from, to)).toEqual([longitude, latitude]);
    }
  });

  it('is the same over a flat array, in place, leaving what else a point holds', () => {
    const flat = Float64Array.of(119.02, 33.6, 7, 118.5, 33, 8);
    expect(convertFlat(flat, 'WGS-84', 'GCJ-02', 3)).toBe(flat);
    expect([...flat]).toEqual([
      ...convert(119.02, 33.6, 'WGS-84', 'GCJ-02'),
      7,
      ...convert(118.5, 33, 'WGS-84', 'GCJ-02'),
      8,
    ]);
    expect(convertFlat([119, 33], 'BD-09', 'BD-09')).toEqual([119, 33]);
  });

  it('refuses arrays that hold no whole points', () => {
    expect(() => convertFlat([1, 2, 3], 'WGS-84', 'GCJ-02')).toThrow(RangeError);
    expect(() => convertFlat([1, 2], 'WGS-84', 'GCJ-02', 1)).toThrow(RangeError);
  });

  it.each(datums)('gives numbers for every place on earth out of %s', (datum) => {
    assert(
      property(
        double({ min: -180, max: 180, noNaN: true }),
        double({ min: -90, max: 90, noNaN: true }),
        (longitude, latitude) => convert(longitude, latitude, datum, 'WGS-84').every(Number.isFinite),
      ),
    );
  });
});
