/**
 * Shares a whole number out by weight: everybody gets at least `least`, the rest goes by largest remainder, so the sum
 * is exactly `total`. Throws a RangeError when the total is too small for that.
 */
export function shareOut(total: number, weights: readonly number[], least = 1): number[] {
  const free = total - least * weights.length;
  if (free < 0) throw new RangeError(`${total} is not enough for ${weights.length} shares of ${least}`);
  const sum = weights.reduce((before, weight) => before + weight, 0);
  const exact = weights.map((weight) => (sum > 0 ? (free * weight) / sum : 0));
  const shares = exact.map((share) => least + Math.floor(share));
  const order = exact
    .map((share, index) => ({ index, rest: share - Math.floor(share) }))
    // Shares that rounding makes equal still go to the larger weight first.
    .sort((a, b) => b.rest - a.rest || (weights[b.index] ?? 0) - (weights[a.index] ?? 0) || a.index - b.index);
  let left = total - shares.reduce((before, share) => before + share, 0);
  for (let turn = 0; left > 0; turn = (turn + 1) % order.length) {
    const next = order[turn];
    if (!next) break;
    shares[next.index] = (shares[next.index] ?? 0) + 1;
    left -= 1;
  }
  return shares;
}
