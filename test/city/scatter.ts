import { Delaunay } from 'd3-delaunay';
import { metresX, metresY } from './plane.ts';
import type { Region } from './region.ts';

/** The built-up middle of a county: where points lie close together. */
export interface Core {
  /** In 1e-6 degree. */
  readonly x: number;
  readonly y: number;
  /** Metres in which density falls off. */
  readonly spread: number;
  /** Share of all points that belong to it, 0 to 1. */
  readonly share: number;
}

const samplesPerPoint = 6;
const relaxations = 3;

/**
 * Scatters points over a county, close together around its cores and evenly spaced (Lloyd's relaxation on samples).
 * Gives x and y in metres by turns.
 */
export function scatter(region: Region, cores: readonly Core[], count: number, random: () => number): Float64Array {
  const samples = sample(region, cores, count * samplesPerPoint, random);
  const points = samples.slice(0, 2 * count);
  const nearest = new Int32Array(samples.length / 2);
  for (let round = 0; round < relaxations; round += 1) {
    const delaunay = new Delaunay(points);
    const sums = new Float64Array(3 * count);
    let last = 0;
    for (let index = 0; index < nearest.length; index += 1) {
      const x = samples[2 * index] ?? 0;
      const y = samples[2 * index + 1] ?? 0;
      const start = round === 0 ? (index < count ? index : last) : (nearest[index] ?? 0);
      last = delaunay.find(x, y, start);
      nearest[index] = last;
      sums[3 * last] = (sums[3 * last] ?? 0) + x;
      sums[3 * last + 1] = (sums[3 * last + 1] ?? 0) + y;
      sums[3 * last + 2] = (sums[3 * last + 2] ?? 0) + 1;
    }
    for (let index = 0; index < count; index += 1) {
      const total = sums[3 * index + 2] ?? 0;
      const x = (sums[3 * index] ?? 0) / total;
      const y = (sums[3 * index + 1] ?? 0) / total;
      // In a bent county the mean may fall outside; the point then stays where it is.
      if (total > 0 && region.contains(x / metresX, y / metresY)) {
        points[2 * index] = x;
        points[2 * index + 1] = y;
      }
    }
  }
  return points;
}

function sample(region: Region, cores: readonly Core[], count: number, random: () => number): Float64Array {
  const samples = new Float64Array(2 * count);
  for (let index = 0; index < count; ) {
    const [x, y] = candidate(region, cores, random);
    if (!region.contains(x, y)) continue;
    samples[2 * index] = x * metresX;
    samples[2 * index + 1] = y * metresY;
    index += 1;
  }
  return samples;
}

/** A point around one of the cores (normal distribution) or anywhere in the box. */
function candidate(region: Region, cores: readonly Core[], random: () => number): [number, number] {
  let chance = random();
  for (const { x, y, spread, share } of cores) {
    chance -= share;
    if (chance < 0) {
      const radius = spread * Math.sqrt(-2 * Math.log(1 - random()));
      const angle = 2 * Math.PI * random();
      return [x + (radius * Math.cos(angle)) / metresX, y + (radius * Math.sin(angle)) / metresY];
    }
  }
  return [
    region.west + (region.east - region.west) * random(),
    region.south + (region.north - region.south) * random(),
  ];
}
