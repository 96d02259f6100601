import { type Cells, largest } from './cells.ts';

/**
 * Makes groups connected and gives every one its least number of cells. Throws a RangeError when it finds no way to.
 */
export function settle(
  cells: Cells,
  members: readonly number[],
  groups: Int32Array,
  least: readonly number[],
): number[][] {
  const groupOf = new Map(members.map((cell, index) => [cell, groups[index] ?? 0]));
  connect(cells, groupOf, least.length);
  fillUp(cells, groupOf, least);
  const result = least.map((): number[] => []);
  for (const [cell, group] of groupOf) result[group]?.push(cell);
  return result;
}

/** Connected parts of what a group holds. */
function partsOf(cells: Cells, groupOf: ReadonlyMap<number, number>, group: number, without = -1): number[][] {
  const parts: number[][] = [];
  const seen = new Set<number>([without]);
  for (const [start, own] of groupOf) {
    if (own !== group || seen.has(start)) continue;
    const part = [start];
    seen.add(start);
    for (let index = 0; index < part.length; index += 1) {
      for (const next of cells.neighbours[part[index] ?? -1]?.keys() ?? []) {
        if (seen.has(next) || groupOf.get(next) !== group) continue;
        seen.add(next);
        part.push(next);
      }
    }
    parts.push(part);
  }
  return parts;
}

/** Leaves each group its largest part; the others go to the neighbouring group with which they share most border. */
function connect(cells: Cells, groupOf: Map<number, number>, groups: number): void {
  for (let pass = 0; pass < 8; pass += 1) {
    let moved = false;
    for (let group = 0; group < groups; group += 1) {
      const parts = partsOf(cells, groupOf, group).sort((a, b) => b.length - a.length);
      for (const part of parts.slice(1)) {
        const borders = new Map<number, number>();
        for (const cell of part) {
          for (const [next, length] of cells.neighbours[cell] ?? []) {
            const other = groupOf.get(next);
            if (other !== undefined && other !== group) borders.set(other, (borders.get(other) ?? 0) + length);
          }
        }
        const best = largest(borders);
        if (best === undefined) continue;
        for (const cell of part) groupOf.set(cell, best);
        moved = true;
      }
    }
    if (!moved) return;
  }
}

/** Distance in metres of a cell from the middle of a group, 0 while the group is empty. */
function awayFrom(cells: Cells, groupOf: ReadonlyMap<number, number>, group: number): (cell: number) => number {
  const own = [...groupOf].flatMap(([cell, each]) => (each === group ? [cell] : []));
  if (own.length === 0) return () => 0;
  const x = own.reduce((sum, cell) => sum + (cells.xs[cell] ?? 0), 0) / own.length;
  const y = own.reduce((sum, cell) => sum + (cells.ys[cell] ?? 0), 0) / own.length;
  return (cell) => Math.hypot((cells.xs[cell] ?? 0) - x, (cells.ys[cell] ?? 0) - y);
}

/** Moves single cells from neighbours that can spare them until every group has its least number. */
function fillUp(cells: Cells, groupOf: Map<number, number>, least: readonly number[]): void {
  const counts = least.map(() => 0);
  for (const group of groupOf.values()) counts[group] = (counts[group] ?? 0) + 1;
  const spare = (group: number) => (counts[group] ?? 0) - (least[group] ?? 0);
  for (let step = 0; step < 4 * groupOf.size; step += 1) {
    const poor = least.findIndex((_, group) => spare(group) < 0);
    if (poor < 0) return;
    const empty = (counts[poor] ?? 0) === 0;
    const offers = [...groupOf].filter(([cell, group]) => {
      if (group === poor || (counts[group] ?? 0) < 2) return false;
      return empty || [...(cells.neighbours[cell]?.keys() ?? [])].some((next) => groupOf.get(next) === poor);
    });
    const away = awayFrom(cells, groupOf, poor);
    // The nearest cell of those who can spare one; who cannot gives too and is filled up in its turn.
    offers.sort(
      ([a, groupA], [b, groupB]) =>
        Math.max(0, 1 - spare(groupA)) - Math.max(0, 1 - spare(groupB)) || away(a) - away(b),
    );
    const chosen = offers.find(([cell, group]) => partsOf(cells, groupOf, group, cell).length === 1);
    if (!chosen) break;
    groupOf.set(chosen[0], poor);
    counts[chosen[1]] = (counts[chosen[1]] ?? 0) - 1;
    counts[poor] = (counts[poor] ?? 0) + 1;
  }
  throw new RangeError('the cells cannot be divided so that every group has enough');
}
