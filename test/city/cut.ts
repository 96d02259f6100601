import type { Net } from './net.ts';
import type { Outlines, Stretch } from './outline.ts';
import type { Region } from './region.ts';
import { voronoiEdges } from './voronoi.ts';

/** Where a stretch of the outline passes from one patch into the next. */
interface Passage {
  /** Place on the stretch, 0 at its a, 1 at its b. */
  readonly at: number;
  readonly corner: number;
  /** Patches on the way from a to b. */
  readonly before: number;
  readonly after: number;
}

/** The patches that a county's side of each stretch touches. */
export interface Shore {
  /** The patch at a. */
  readonly first: number;
  readonly passages: readonly Passage[];
}

/**
 * Cuts a county into one patch per point (Voronoi), adds the edges inside of the county to the net, and tells which
 * patches lie along the outline. Patches are numbered from `base` in the order of the points.
 */
export function cutCounty(
  net: Net,
  outlines: Outlines,
  county: number,
  region: Region,
  points: Float64Array,
  base: number,
): ReadonlyMap<number, Shore> {
  const passages = new Map<number, Passage[]>();
  for (const { px, py, qx, qy, left, right } of voronoiEdges(points, region)) {
    const line = { ax: Math.round(px), ay: Math.round(py), bx: Math.round(qx), by: Math.round(qy) };
    if (line.ax === line.bx && line.ay === line.by) continue;
    const cuts: { at: number; x: number; y: number }[] = [];
    for (const index of region.near(line.ax, line.ay, line.bx, line.by)) {
      const stretch = outlines.stretches[index];
      if (!stretch || !crosses(line, stretch)) continue;
      const at = share(line, stretch);
      const x = line.ax + at * (line.bx - line.ax);
      const y = line.ay + at * (line.by - line.ay);
      cuts.push({ at, x, y });
      const startsLeft = side(line, stretch.ax, stretch.ay) > 0;
      const passage = {
        at: share(stretch, line),
        corner: net.corner(x, y),
        before: base + (startsLeft ? left : right),
        after: base + (startsLeft ? right : left),
      };
      const others = passages.get(index);
      if (others) others.push(passage);
      else passages.set(index, [passage]);
    }
    cuts.sort((a, b) => a.at - b.at);
    let inside = region.contains(line.ax, line.ay);
    let [startX, startY] = [line.ax, line.ay];
    for (const { x, y } of [...cuts, { x: line.bx, y: line.by }]) {
      if (inside) net.edge(net.corner(startX, startY), net.corner(x, y), base + left, base + right);
      [startX, startY] = [x, y];
      inside = !inside;
    }
  }
  return alongOutline(outlines, county, passages);
}

interface Line {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
}

/** More than 0 when the point lies left of a → b; whole numbers, so exact. */
function side({ ax, ay, bx, by }: Line, x: number, y: number): number {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}

/** A point on the other line counts as left of it, for both lines, so that a line through a corner crosses once. */
function crosses(line: Line, other: Line): boolean {
  return (
    side(line, other.ax, other.ay) > 0 !== side(line, other.bx, other.by) > 0 &&
    side(other, line.ax, line.ay) > 0 !== side(other, line.bx, line.by) > 0
  );
}

/** Where on the line the other one crosses it, 0 at a, 1 at b. */
function share(line: Line, other: Line): number {
  const start = side(other, line.ax, line.ay);
  return start / (start - side(other, line.bx, line.by));
}

/** Goes once around the county and puts the passages of each stretch into an order in which they follow each other. */
function alongOutline(
  outlines: Outlines,
  county: number,
  passages: ReadonlyMap<number, readonly Passage[]>,
): Map<number, Shore> {
  const ring = outlines.rings[county] ?? [];
  const turned = ({ at, corner, before, after }: Passage): Passage => ({
    at: 1 - at,
    corner,
    before: after,
    after: before,
  });
  const along = ring.map(({ stretch, backwards }) =>
    (passages.get(stretch) ?? []).map((each) => (backwards ? turned(each) : each)).sort((a, b) => a.at - b.at),
  );
  let patch = along.flat().at(-1)?.after;
  if (patch === undefined) throw new Error(`nothing cuts the outline of ${outlines.codes[county]}`);
  const shores = new Map<number, Shore>();
  ring.forEach(({ stretch, backwards }, index) => {
    const rest = [...(along[index] ?? [])];
    const ordered: Passage[] = [];
    const first = patch ?? -1;
    while (rest.length > 0) {
      // Passages at the same place may have been sorted the wrong way round: take the one that fits.
      const next = rest.findIndex(({ before }) => before === patch);
      const [passage] = rest.splice(next, 1);
      if (next < 0 || !passage) throw new Error(`the outline of ${outlines.codes[county]} is cut ambiguously`);
      ordered.push(passage);
      patch = passage.after;
    }
    shores.set(
      stretch,
      backwards ? { first: patch ?? -1, passages: ordered.toReversed().map(turned) } : { first, passages: ordered },
    );
  });
  return shores;
}

/** Adds the stretches of the outlines to the net, cut wherever a patch of either side ends. */
export function addOutlines(net: Net, outlines: Outlines, shores: readonly ReadonlyMap<number, Shore>[]): void {
  outlines.stretches.forEach((stretch, index) => {
    const onLeft = shores[stretch.left]?.get(index);
    const onRight = stretch.right < 0 ? { first: -1, passages: [] } : shores[stretch.right]?.get(index);
    if (!onLeft || !onRight) throw new Error(`no patches along stretch ${index}`);
    addStretch(net, stretch, onLeft, onRight);
  });
}

function addStretch(net: Net, { ax, ay, bx, by }: Stretch, onLeft: Shore, onRight: Shore): void {
  let left = onLeft.first;
  let right = onRight.first;
  let start = net.corner(ax, ay);
  const events = [
    ...onLeft.passages.map((passage) => ({ passage, isLeft: true })),
    ...onRight.passages.map((passage) => ({ passage, isLeft: false })),
  ].sort((a, b) => a.passage.at - b.passage.at);
  for (const { passage, isLeft } of events) {
    net.edge(start, passage.corner, left, right);
    start = passage.corner;
    if (isLeft) left = passage.after;
    else right = passage.after;
  }
  net.edge(start, net.corner(bx, by), left, right);
}
