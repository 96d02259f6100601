import type { Net } from './net.ts';
import { metresX, metresY } from './plane.ts';
import { doubleArea, traceLoops } from './trace.ts';

/** The smallest pieces that areas are put together from: one per scattered point, each of one connected part. */
export interface Cells {
  /** Centres in metres. */
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Index of the county whose outline holds the cell. */
  readonly county: Int32Array;
  /** Neighbours in the same county, and how much border is shared. */
  readonly neighbours: readonly ReadonlyMap<number, number>[];
}

/**
 * Joins the patches to cells and rewrites the net's sides from patches to cells. An outline may cut a patch in parts:
 * the largest is the cell, the others go to the neighbour with which they share most border.
 */
export function joinCells(net: Net, points: Float64Array, countyOf: Int32Array): Cells {
  const parts = traceLoops(net, (patch) => patch);
  const partOf = new Int32Array(2 * net.from.length).fill(-1);
  parts.forEach(({ edges }, part) => {
    for (const way of edges) partOf[way] = part;
  });
  const main = new Int32Array(countyOf.length).fill(-1);
  const areas = parts.map(({ corners }) => doubleArea(net, corners));
  parts.forEach(({ label }, part) => {
    const area = areas[part] ?? 0;
    if (area < 0) throw new Error(`patch ${label} has a hole`);
    const best = main[label] ?? -1;
    if (best < 0 || area > (areas[best] ?? 0)) main[label] = part;
  });
  const cellOf = new Int32Array(parts.length).fill(-1);
  main.forEach((part, patch) => {
    if (part < 0) throw new Error(`patch ${patch} has no area`);
    cellOf[part] = patch;
  });
  const county = (part: number) => countyOf[parts[part]?.label ?? -1] ?? -1;
  const loose = parts.flatMap((_, part) => (cellOf[part] === -1 ? [part] : []));
  while (loose.length > 0) {
    const before = loose.length;
    for (const part of loose.splice(0)) {
      const borders = new Map<number, number>();
      for (const way of parts[part]?.edges ?? []) {
        const other = partOf[way ^ 1] ?? -1;
        const cell = other < 0 || county(other) !== county(part) ? -1 : (cellOf[other] ?? -1);
        if (cell >= 0) borders.set(cell, (borders.get(cell) ?? 0) + net.length(way >> 1));
      }
      const best = largest(borders);
      if (best === undefined) loose.push(part);
      else cellOf[part] = best;
    }
    // What hangs on its county by a single corner has no neighbour: it stays with its own patch.
    if (loose.length === before) for (const part of loose.splice(0)) cellOf[part] = parts[part]?.label ?? -1;
  }
  for (let edge = 0; edge < net.from.length; edge += 1) {
    net.left[edge] = cellOf[partOf[2 * edge] ?? -1] ?? -1;
    net.right[edge] = cellOf[partOf[2 * edge + 1] ?? -1] ?? -1;
  }
  return {
    xs: points.filter((_, index) => index % 2 === 0),
    ys: points.filter((_, index) => index % 2 === 1),
    county: countyOf,
    neighbours: neighboursOf(net, countyOf),
  };
}

function neighboursOf(net: Net, countyOf: Int32Array): Map<number, number>[] {
  const neighbours = Array.from(countyOf, () => new Map<number, number>());
  for (let edge = 0; edge < net.from.length; edge += 1) {
    const left = net.left[edge] ?? -1;
    const right = net.right[edge] ?? -1;
    if (left < 0 || right < 0 || left === right || countyOf[left] !== countyOf[right]) continue;
    const length = net.length(edge);
    neighbours[left]?.set(right, (neighbours[left]?.get(right) ?? 0) + length);
    neighbours[right]?.set(left, (neighbours[right]?.get(left) ?? 0) + length);
  }
  return neighbours;
}

/** The key with the largest value; among equals the one put in first. */
export function largest(values: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  let most = -Infinity;
  for (const [key, value] of values) {
    if (value > most) [best, most] = [key, value];
  }
  return best;
}

/** A cell's centre in degrees. */
export function centreOf(cells: Cells, cell: number): [longitude: number, latitude: number] {
  return [(cells.xs[cell] ?? 0) / metresX / 1e6, (cells.ys[cell] ?? 0) / metresY / 1e6];
}
