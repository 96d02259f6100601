import type { Cells } from './cells.ts';
import { settle } from './settle.ts';

/** What one group of cells should be like. */
export interface Wish {
  /** Share of the cells, in any unit. */
  readonly weight: number;
  /** It must have at least this many. */
  readonly least: number;
}

const rounds = 24;
const attempts = 20;

/**
 * Divides cells into connected, compact groups of about the wished sizes: a power diagram whose weights are raised
 * where a group is too small (balanced k-means). Gives the cells of each group.
 */
export function partition(
  cells: Cells,
  members: readonly number[],
  wishes: readonly Wish[],
  random: () => number,
): number[][] {
  if (wishes.length === 1) return [[...members]];
  const total = wishes.reduce((sum, { weight }) => sum + weight, 0);
  const wanted = wishes.map(({ weight }) => (weight * members.length) / total);
  const least = wishes.map(({ least }) => least);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return settle(cells, members, diagram(cells, members, wanted, random), least);
    } catch (error) {
      // Now and then a narrow place leaves no way; other first centres find one.
      if (!(error instanceof RangeError) || attempt === attempts) throw error;
    }
  }
}

function diagram(
  cells: Cells,
  members: readonly number[],
  wanted: readonly number[],
  random: () => number,
): Int32Array {
  const xs = members.map((cell) => cells.xs[cell] ?? 0);
  const ys = members.map((cell) => cells.ys[cell] ?? 0);
  const centres = spread(xs, ys, wanted.length, random);
  const bonus = new Float64Array(wanted.length);
  const groups = new Int32Array(members.length);
  const squareSize = meanSquareGap(cells, members);
  for (let round = 0; round < rounds; round += 1) {
    const sums = new Float64Array(3 * wanted.length);
    for (let index = 0; index < members.length; index += 1) {
      const x = xs[index] ?? 0;
      const y = ys[index] ?? 0;
      let best = 0;
      let nearest = Infinity;
      for (let group = 0; group < wanted.length; group += 1) {
        const dx = x - (centres[2 * group] ?? 0);
        const dy = y - (centres[2 * group + 1] ?? 0);
        const reach = dx * dx + dy * dy - (bonus[group] ?? 0);
        if (reach < nearest) [best, nearest] = [group, reach];
      }
      groups[index] = best;
      sums[3 * best] = (sums[3 * best] ?? 0) + x;
      sums[3 * best + 1] = (sums[3 * best + 1] ?? 0) + y;
      sums[3 * best + 2] = (sums[3 * best + 2] ?? 0) + 1;
    }
    wanted.forEach((want, group) => {
      const count = sums[3 * group + 2] ?? 0;
      if (count > 0) {
        centres[2 * group] = (sums[3 * group] ?? 0) / count;
        centres[2 * group + 1] = (sums[3 * group + 1] ?? 0) / count;
      }
      const lack = Math.max(-1, Math.min(1, (want - count) / want));
      bonus[group] = (bonus[group] ?? 0) + 0.3 * squareSize * want * lack;
    });
  }
  return groups;
}

/** First centres far from each other (k-means++): x and y by turns. */
function spread(xs: readonly number[], ys: readonly number[], count: number, random: () => number): Float64Array {
  const centres = new Float64Array(2 * count);
  const gaps = new Float64Array(xs.length).fill(1);
  for (let group = 0; group < count; group += 1) {
    let chance = random() * gaps.reduce((sum, gap) => sum + gap, 0);
    let chosen = 0;
    while (chosen < xs.length - 1 && chance >= (gaps[chosen] ?? 0)) chance -= gaps[chosen++] ?? 0;
    const x = xs[chosen] ?? 0;
    const y = ys[chosen] ?? 0;
    centres[2 * group] = x;
    centres[2 * group + 1] = y;
    for (let index = 0; index < xs.length; index += 1) {
      const gap = ((xs[index] ?? 0) - x) ** 2 + ((ys[index] ?? 0) - y) ** 2;
      gaps[index] = group === 0 ? gap : Math.min(gaps[index] ?? 0, gap);
    }
  }
  return centres;
}

/** About the area of one cell: the square of the distance to neighbours. The median, as dense and wide cells mix. */
function meanSquareGap(cells: Cells, members: readonly number[]): number {
  const gaps = members.flatMap((cell) => {
    const [other] = cells.neighbours[cell]?.keys() ?? [];
    if (other === undefined) return [];
    const dx = (cells.xs[cell] ?? 0) - (cells.xs[other] ?? 0);
    const dy = (cells.ys[cell] ?? 0) - (cells.ys[other] ?? 0);
    return [dx * dx + dy * dy];
  });
  gaps.sort((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? 1;
}
