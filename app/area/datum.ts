/**
 * Conversion between the datums of Chinese sources, all in degrees.
 *
 * - WGS-84: what satellites give and what Sipin keeps. CGCS2000, the national frame, differs by centimetres.
 * - GCJ-02: the shifted datum of public maps in China (AMap, Tencent), 100 to 700 m off.
 * - BD-09: Baidu's own shift on top of GCJ-02.
 *
 * The shifts are not published officially; these are the formulas that all map software uses (known from eviltransform
 * and coordtransform). Inverses are iterated on the forward formula. Outside China all datums agree.
 */
import type { Datum } from './model.ts';

// Krasovsky 1940, the ellipsoid of the GCJ-02 offset.
const semiMajorAxis = 6_378_245;
const eccentricitySquared = 0.006_693_421_622_965_943;
const baiduAngle = (Math.PI * 3_000) / 180;

type Point = readonly [longitude: number, latitude: number];

/** GCJ-02 shifts only what lies within this box around China; elsewhere all datums agree. */
function outsideChina(longitude: number, latitude: number): boolean {
  return longitude < 72.004 || longitude > 137.8347 || latitude < 0.8293 || latitude > 55.8271;
}

/** The offset of GCJ-02 at a WGS-84 point, in degrees. */
function offset(longitude: number, latitude: number): Point {
  const x = longitude - 105;
  const y = latitude - 35;
  const waves = ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3;
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    waves +
    ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3 +
    ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3;
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    waves +
    ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3 +
    ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
  const radians = (latitude * Math.PI) / 180;
  const magic = 1 - eccentricitySquared * Math.sin(radians) ** 2;
  const meridian = (semiMajorAxis * (1 - eccentricitySquared)) / (magic * Math.sqrt(magic));
  const parallel = (semiMajorAxis / Math.sqrt(magic)) * Math.cos(radians);
  return [(east * 180) / (parallel * Math.PI), (north * 180) / (meridian * Math.PI)];
}

/** A datum's shift of a point, and back. */
interface Shift {
  forward(longitude: number, latitude: number): Point;
  back(longitude: number, latitude: number): Point;
}

/** Below this many degrees (0.1 mm) an inverse is good enough. */
const precision = 1e-9;
const mostSteps = 20;

/**
 * A shift with its inverse. The shift varies slowly, so fixed-point steps close in fast. Whether a shifted point comes
 * from China is asked of the point it would come from: the edge of the box is shifted too.
 */
function invertible(shifted: (longitude: number, latitude: number) => Point): Shift {
  return {
    forward: (longitude, latitude) =>
      outsideChina(longitude, latitude) ? [longitude, latitude] : shifted(longitude, latitude),
    back(longitude, latitude) {
      let x = longitude;
      let y = latitude;
      for (let step = 0; step < mostSteps; step += 1) {
        const [forwardX, forwardY] = shifted(x, y);
        x += longitude - forwardX;
        y += latitude - forwardY;
        if (Math.abs(longitude - forwardX) < precision && Math.abs(latitude - forwardY) < precision) break;
      }
      // Near the poles the steps run away; that is not China either.
      const found = Number.isFinite(x) && Number.isFinite(y) && !outsideChina(x, y);
      return found ? [x, y] : [longitude, latitude];
    },
  };
}

function shiftToGcj(longitude: number, latitude: number): Point {
  const [east, north] = offset(longitude, latitude);
  return [longitude + east, latitude + north];
}

function shiftToBaidu(longitude: number, latitude: number): Point {
  const [x, y] = shiftToGcj(longitude, latitude);
  const radius = Math.hypot(x, y) + 0.000_02 * Math.sin(y * baiduAngle);
  const angle = Math.atan2(y, x) + 0.000_003 * Math.cos(x * baiduAngle);
  return [radius * Math.cos(angle) + 0.006_5, radius * Math.sin(angle) + 0.006];
}

const same: Shift = {
  forward: (longitude, latitude) => [longitude, latitude],
  back: (longitude, latitude) => [longitude, latitude],
};

/** Every datum as a shift of WGS-84. */
const shifts: Readonly<Record<Datum, Shift>> = {
  'WGS-84': same,
  'GCJ-02': invertible(shiftToGcj),
  'BD-09': invertible(shiftToBaidu),
};

/** Converts a point between datums. A round trip is exact to less than a millimetre. */
export function convert(longitude: number, latitude: number, from: Datum, to: Datum): [number, number] {
  if (from === to) return [longitude, latitude];
  const [x, y] = shifts[to].forward(...shifts[from].back(longitude, latitude));
  return [x, y];
}

/**
 * Converts a flat array of longitudes and latitudes by turns in place, and gives it back. With a stride above 2 the
 * further numbers of each point (altitude, time) are left alone. A Float32Array keeps only about a metre.
 * Throws a RangeError when the stride is below 2 or the array holds no whole number of points.
 */
export function convertFlat<T extends number[] | Float64Array | Float32Array>(
  coordinates: T,
  from: Datum,
  to: Datum,
  stride = 2,
): T {
  if (!Number.isInteger(stride) || stride < 2) throw new RangeError(`a point has at least 2 numbers, not ${stride}`);
  if (coordinates.length % stride !== 0) throw new RangeError(`${coordinates.length} numbers are no whole points`);
  if (from === to) return coordinates;
  for (let at = 0; at < coordinates.length; at += stride) {
    const [x, y] = convert(coordinates[at] ?? 0, coordinates[at + 1] ?? 0, from, to);
    coordinates[at] = x;
    coordinates[at + 1] = y;
  }
  return coordinates;
}
