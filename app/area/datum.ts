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

function wgsToGcj(longitude: number, latitude: number): Point {
  if (outsideChina(longitude, latitude)) return [longitude, latitude];
  const [east, north] = offset(longitude, latitude);
  return [longitude + east, latitude + north];
}

/** The offset is smooth and small, so a few fixed-point steps bring the inverse far below a millimetre. */
function gcjToWgs(longitude: number, latitude: number): Point {
  if (outsideChina(longitude, latitude)) return [longitude, latitude];
  let x = longitude;
  let y = latitude;
  for (let step = 0; step < 6; step += 1) {
    const [east, north] = offset(x, y);
    x = longitude - east;
    y = latitude - north;
  }
  return [x, y];
}

function gcjToBaidu(longitude: number, latitude: number): Point {
  if (outsideChina(longitude, latitude)) return [longitude, latitude];
  const radius = Math.hypot(longitude, latitude) + 0.000_02 * Math.sin(latitude * baiduAngle);
  const angle = Math.atan2(latitude, longitude) + 0.000_003 * Math.cos(longitude * baiduAngle);
  return [radius * Math.cos(angle) + 0.006_5, radius * Math.sin(angle) + 0.006];
}

function baiduToGcj(longitude: number, latitude: number): Point {
  if (outsideChina(longitude, latitude)) return [longitude, latitude];
  let x = longitude - 0.006_5;
  let y = latitude - 0.006;
  for (let step = 0; step < 6; step += 1) {
    const [forwardX, forwardY] = gcjToBaidu(x, y);
    x += longitude - forwardX;
    y += latitude - forwardY;
  }
  return [x, y];
}

/**
 * Converts a point between the datums of Chinese sources, in degrees. A round trip is exact to less than a metre
 * (in fact to micrometres); outside China all datums agree. The formulas of GCJ-02 and BD-09 are not published
 * officially; these are the ones that all map software uses.
 */
export function convert(longitude: number, latitude: number, from: Datum, to: Datum): [number, number] {
  if (from === to) return [longitude, latitude];
  const gcj =
    from === 'WGS-84'
      ? wgsToGcj(longitude, latitude)
      : from === 'BD-09'
        ? baiduToGcj(longitude, latitude)
        : ([longitude, latitude] as Point);
  const result = to === 'WGS-84' ? gcjToWgs(...gcj) : to === 'BD-09' ? gcjToBaidu(...gcj) : gcj;
  return [result[0], result[1]];
}
