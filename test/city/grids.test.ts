import { describe, expect, it } from 'vitest';
import { areaOf, contains, convert, isAncestorOf, type Level, levelOf, levels } from '../../app/area/index.ts';
import { type CityArea, makeCity } from './grids.ts';
import { readCitySource } from './source.ts';

const source = readCitySource();
const city = makeCity(source);
const byCode = new Map(city.map((area) => [area.code, area]));
const of = (level: Level) => city.filter((area) => area.level === level);

/** The same sequence of an area's polygons with corners as text. */
const ringsOf = ({ polygons }: CityArea) => polygons.flat().map((ring) => ring.map(String));

/** How often each directed edge occurs among the areas. */
function edgesOf(areas: readonly CityArea[]): Map<string, number> {
  const edges = new Map<string, number>();
  for (const ring of areas.flatMap(ringsOf)) {
    for (let index = 1; index < ring.length; index += 1) {
      const edge = `${ring[index - 1]} ${ring[index]}`;
      edges.set(edge, (edges.get(edge) ?? 0) + 1);
    }
  }
  return edges;
}

const backwards = (edge: string) => edge.split(' ').reverse().join(' ');

describe('the simulated city', () => {
  it('has every area of the source and 5,947 grids', () => {
    expect(levels.map((level) => of(level).length)).toEqual([1, 8, 113, 1_601, 5_947]);
    expect(byCode.size).toBe(city.length);
    for (const { code, name } of source.areas) expect(byCode.get(code)?.name).toBe(name);
  });

  it('gives every village 1 to 30 grids, numbered without a gap, and more to communities', () => {
    const counts = new Map<string, number>();
    for (const { code, parent } of of('grid')) {
      const count = (counts.get(parent ?? '') ?? 0) + 1;
      counts.set(parent ?? '', count);
      expect(code).toBe(parent + String(count).padStart(3, '0'));
    }
    expect(counts.size).toBe(1_601);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(30);
    const mean = (kind: string) => {
      const own = [...counts].filter(([village]) => village.charAt(9) === kind).map(([, count]) => count);
      return own.reduce((sum, count) => sum + count, 0) / own.length;
    };
    expect(mean('0')).toBeGreaterThan(1.5 * mean('2'));
  });

  it('names grids after their village', () => {
    expect(byCode.get('320812008001003')?.name).toMatch(/(社区|村)第三网格$/);
    for (const { name } of of('grid')) expect(name).toMatch(/第[一二三四五六七八九十]+网格$/);
  });

  it('puts every area into its prefix', () => {
    for (const { code, level, parent } of city) {
      expect(levelOf(code)).toBe(level);
      if (level === 'city') expect(parent).toBeNull();
      else expect(byCode.has(parent ?? '') && isAncestorOf(parent ?? '', code)).toBe(true);
    }
  });

  it.each([...levels])('has no gap and no overlap between areas of level %s', (level) => {
    const edges = edgesOf(of(level));
    const outline = edgesOf(of('city'));
    for (const [edge, times] of edges) {
      expect(times).toBe(1);
      // Shared by exactly two, or on the outline of the city.
      expect(edges.has(backwards(edge))).toBe(!outline.has(edge));
    }
    for (const edge of outline.keys()) expect(edges.has(edge)).toBe(true);
  });

  it('fills every area with those below to a millionth', () => {
    const sums = new Map<string, number>();
    for (const { parent, polygons } of city) {
      if (parent) sums.set(parent, (sums.get(parent) ?? 0) + areaOf(polygons));
    }
    expect(sums.size).toBe(1 + 8 + 113 + 1_601);
    for (const [code, sum] of sums)
      expect(Math.abs(sum / areaOf(byCode.get(code)?.polygons ?? []) - 1)).toBeLessThan(1e-6);
  });

  it('has every edge of a grid on the outline of all areas above where it is on theirs', () => {
    for (const level of ['village', 'town', 'county'] as const) {
      const below = edgesOf(of('grid'));
      for (const edge of edgesOf(of(level)).keys()) expect(below.has(edge)).toBe(true);
    }
  });

  it('has its points inside', () => {
    for (const { centre, polygons, parent } of city) {
      expect(contains(polygons, ...centre)).toBe(true);
      if (parent) expect(contains(byCode.get(parent)?.polygons ?? [], ...centre)).toBe(true);
    }
  });

  it('has closed rings that pass no corner twice, outlines anticlockwise, in whole millionths of a degree', () => {
    for (const area of city) {
      for (const polygon of area.polygons) {
        polygon.forEach((ring, index) => {
          expect(ring.length).toBeGreaterThanOrEqual(4);
          expect(ring.at(-1)).toEqual(ring[0]);
          expect(new Set(ring.slice(1).map(String)).size).toBe(ring.length - 1);
          expect(turn(ring) > 0).toBe(index === 0);
          for (const degrees of ring.flat()) expect(degrees).toBe(Math.round(degrees * 1e6) / 1e6);
        });
      }
    }
  });

  it('has grids whose outlines do not cross themselves', () => {
    const crossing = of('grid').filter(({ polygons }) => polygons.flat().some(crossesItself));
    expect(crossing.map(({ code }) => code)).toEqual([]);
  });

  it('has areas of one piece', () => {
    expect(city.filter(({ polygons }) => polygons.length > 1).map(({ code }) => code)).toEqual([]);
  });

  it("keeps to the counties' true outlines, converted to WGS-84", () => {
    for (const { code, ring } of source.outlines) {
      const outline = ring.map(([x, y]) => convert(x, y, 'GCJ-02', 'WGS-84'));
      const inside = of('county').filter((county) => contains([[outline]], ...county.centre));
      expect(inside.map((county) => county.code)).toEqual(code === '320812' ? ['320812', '320871'] : [code]);
      const area = inside.reduce((sum, { polygons }) => sum + areaOf(polygons), 0);
      // Specks of the source's lattice of 100 m go over to the neighbour: up to 0.4 km².
      expect(Math.abs(area / areaOf([[outline]]) - 1)).toBeLessThan(5e-4);
      const grids = of('grid').filter((grid) => inside.some((county) => grid.code.startsWith(county.code)));
      for (const grid of grids) expect(contains([[outline]], ...grid.centre)).toBe(true);
      for (const corner of code === '320812' ? [] : inside.flatMap(({ polygons }) => polygons.flat(2)))
        expect(metresFrom(outline, corner)).toBeLessThan(0.5);
    }
  });

  it('is the same for the same seed and another for another', () => {
    expect(makeCity(source)).toEqual(city);
    const other = makeCity(source, 2);
    expect(other.map(({ code }) => code)).not.toEqual(city.map(({ code }) => code));
    expect(other).toHaveLength(city.length);
  });
});

type Point = readonly [number, number];

/** Which way the ring runs: more than 0 anticlockwise. */
function turn(ring: readonly Point[]): number {
  const [baseX, baseY] = ring[0] ?? [0, 0];
  return ring.slice(1).reduce((sum, [x, y], index) => {
    const [beforeX, beforeY] = ring[index] ?? [0, 0];
    return sum + (beforeX - baseX) * (y - baseY) - (x - baseX) * (beforeY - baseY);
  }, 0);
}

function crossesItself(ring: readonly Point[]): boolean {
  const side = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  return ring.slice(1).some((b, index) => {
    const a = ring[index] ?? b;
    return ring.slice(index + 3).some((d, later) => {
      const c = ring[index + 2 + later] ?? d;
      return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
    });
  });
}

/** Distance in metres of a point from a line, flat. */
function metresFrom(line: readonly Point[], [x, y]: Point): number {
  const [perX, perY] = [111_320 * Math.cos((y * Math.PI) / 180), 110_920];
  let nearest = Infinity;
  line.forEach(([bx, by], index) => {
    const [ax, ay] = line[index - 1] ?? [bx, by];
    const [dx, dy] = [(bx - ax) * perX, (by - ay) * perY];
    const [px, py] = [(x - ax) * perX, (y - ay) * perY];
    const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
    nearest = Math.min(nearest, Math.hypot(px - along * dx, py - along * dy));
  });
  return nearest;
}
