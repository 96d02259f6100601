import type { Bounds, MultiPolygon } from './model.ts';

/** Mean radius of the earth in metres (IUGG). */
const earthRadius = 6_371_008.8;
const radians = Math.PI / 180;

type Ring = MultiPolygon[number][number];

/** Great-circle distance in metres. */
export function distance(fromLongitude: number, fromLatitude: number, toLongitude: number, toLatitude: number): number {
  const north = (toLatitude - fromLatitude) * radians;
  const east = (toLongitude - fromLongitude) * radians;
  const half =
    Math.sin(north / 2) ** 2 +
    Math.cos(fromLatitude * radians) * Math.cos(toLatitude * radians) * Math.sin(east / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Is the point inside the ring (even-odd rule)? Of two neighbours that share an edge, only one holds a point on it. */
function inRing(ring: Ring, longitude: number, latitude: number): boolean {
  let inside = false;
  for (let index = 1; index < ring.length; index += 1) {
    const [ax, ay] = ring[index - 1] ?? [0, 0];
    const [bx, by] = ring[index] ?? [0, 0];
    if (ay > latitude !== by > latitude && longitude < ((bx - ax) * (latitude - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** Is the point (degrees) inside the polygons and outside of their holes? */
export function contains(polygons: MultiPolygon, longitude: number, latitude: number): boolean {
  return polygons.some(
    ([outer, ...holes]) =>
      outer !== undefined &&
      inRing(outer, longitude, latitude) &&
      !holes.some((hole) => inRing(hole, longitude, latitude)),
  );
}

/** West, south, east and north edge of the polygons, in degrees. */
export function boundsOf(polygons: MultiPolygon): Bounds {
  const result: Bounds = [180, 90, -180, -90];
  for (const [longitude, latitude] of polygons.flat(2)) {
    result[0] = Math.min(result[0], longitude);
    result[1] = Math.min(result[1], latitude);
    result[2] = Math.max(result[2], longitude);
    result[3] = Math.max(result[3], latitude);
  }
  return result;
}

/** Signed area of a ring in square degrees (positive anticlockwise). */
function ringArea(ring: Ring): number {
  let twice = 0;
  for (let index = 1; index < ring.length; index += 1) {
    const [ax, ay] = ring[index - 1] ?? [0, 0];
    const [bx, by] = ring[index] ?? [0, 0];
    twice += ax * by - bx * ay;
  }
  return twice / 2;
}

/** Radius in metres of the sphere that has the surface of the WGS-84 ellipsoid. */
const equalAreaRadius = 6_371_007.181;

/**
 * Area of the polygons in square metres, holes taken off, whichever way the rings run. On the sphere of the earth's
 * surface (0.05 % off the ellipsoid in Huai'an), in a form in which the areas of neighbours that share their corners
 * add up exactly to that of their union.
 */
export function areaOf(polygons: MultiPolygon): number {
  return polygons.reduce((sum, rings) => {
    const [outer, ...holes] = rings.map((ring) => Math.abs(ringSurface(ring)));
    return sum + (outer ?? 0) - holes.reduce((total, hole) => total + hole, 0);
  }, 0);
}

/** Signed area of a ring in square metres (positive anticlockwise). */
function ringSurface(ring: Ring): number {
  let twice = 0;
  for (let index = 1; index < ring.length; index += 1) {
    const [ax, ay] = ring[index - 1] ?? [0, 0];
    const [bx, by] = ring[index] ?? [0, 0];
    twice -= (bx - ax) * radians * (Math.sin(ay * radians) + Math.sin(by * radians));
  }
  return (twice / 2) * equalAreaRadius * equalAreaRadius;
}

/**
 * A point well inside, for a label or a flight: the middle of the widest stretch on one of a few lines of latitude
 * across the largest polygon.
 */
export function innerPoint(polygons: MultiPolygon): [number, number] {
  const sizes = polygons.map(([outer]) => (outer ? Math.abs(ringArea(outer)) : 0));
  const largest = polygons[sizes.indexOf(Math.max(...sizes))];
  if (!largest) return [0, 0];
  const [west, south, east, north] = boundsOf([largest]);
  let best: [number, number] = [(west + east) / 2, (south + north) / 2];
  let widest = 0;
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7, 0.45, 0.55]) {
    const latitude = south + (north - south) * share;
    const crossings = largest.flatMap((ring) => crossingsAt(ring, latitude)).sort((a, b) => a - b);
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      const from = crossings[index] ?? 0;
      const to = crossings[index + 1] ?? 0;
      // A line nearer the middle is preferred unless another is clearly wider.
      if (to - from > widest * 1.2) {
        widest = to - from;
        best = [(from + to) / 2, latitude];
      }
    }
  }
  return best;
}

function crossingsAt(ring: Ring, latitude: number): number[] {
  const crossings: number[] = [];
  for (let index = 1; index < ring.length; index += 1) {
    const [ax, ay] = ring[index - 1] ?? [0, 0];
    const [bx, by] = ring[index] ?? [0, 0];
    if (ay > latitude !== by > latitude) crossings.push(((bx - ax) * (latitude - ay)) / (by - ay) + ax);
  }
  return crossings;
}
