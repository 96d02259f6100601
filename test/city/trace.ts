import type { Net } from './net.ts';

/** A closed way around something: the corners in order (the first is not repeated) and the edges behind them. */
export interface Loop {
  /** What lies on the left of the way. */
  readonly label: number;
  readonly corners: number[];
  /** Directed edges: twice the edge's index, one more when it is run backwards. */
  readonly edges: number[];
}

/**
 * Goes around everything in the net. `labelOf` joins what the edges have on their sides: edges with the same label on
 * both sides vanish; a negative label is the outside and not traced. Every loop holds one connected piece.
 */
export function traceLoops(net: Net, labelOf: (side: number) => number): Loop[] {
  const { from, to, left, right } = net;
  const labels = new Int32Array(2 * from.length).fill(-1);
  const outgoing = Array.from({ length: net.xs.length }, (): number[] => []);
  for (let edge = 0; edge < from.length; edge += 1) {
    const onLeft = labelOf(left[edge] ?? -1);
    const onRight = labelOf(right[edge] ?? -1);
    if (onLeft === onRight) continue;
    labels[2 * edge] = onLeft;
    labels[2 * edge + 1] = onRight;
    if (onLeft >= 0) outgoing[from[edge] ?? 0]?.push(2 * edge);
    if (onRight >= 0) outgoing[to[edge] ?? 0]?.push(2 * edge + 1);
  }
  const headOf = (way: number) => (way & 1 ? from : to)[way >> 1] ?? 0;
  const tailOf = (way: number) => (way & 1 ? to : from)[way >> 1] ?? 0;
  const follow = (way: number): number => {
    const label = labels[way];
    const here = headOf(way);
    const candidates = (outgoing[here] ?? []).filter((next) => labels[next] === label);
    const [only] = candidates;
    if (only === undefined) throw new Error(`the way around ${label} ends at corner ${here}`);
    if (candidates.length === 1) return only;
    const back = bearing(net, here, tailOf(way));
    const turn = (next: number) => positive(back - bearing(net, here, headOf(next)));
    return candidates.reduce((best, next) => (turn(next) < turn(best) ? next : best));
  };
  const done = new Uint8Array(labels.length);
  const loops: Loop[] = [];
  for (let start = 0; start < labels.length; start += 1) {
    const label = labels[start] ?? -1;
    if (label < 0 || done[start]) continue;
    const loop: Loop = { label, corners: [], edges: [] };
    for (let way = start; !done[way]; way = follow(way)) {
      done[way] = 1;
      loop.corners.push(tailOf(way));
      loop.edges.push(way);
    }
    loops.push(loop);
  }
  return loops;
}

/** Twice the area of a ring of corners in (1e-6 degree)², positive when it runs anticlockwise. */
export function doubleArea(net: Net, corners: readonly number[]): number {
  const base = net.y(corners[0] ?? 0);
  let sum = 0;
  let before = corners.at(-1) ?? 0;
  for (const corner of corners) {
    sum -= (net.x(corner) - net.x(before)) * (net.y(corner) - base + net.y(before) - base);
    before = corner;
  }
  return sum;
}

/** Breaks a ring up where it touches itself, so that each part passes every corner once. */
export function simpleRings(corners: readonly number[]): number[][] {
  const rings: number[][] = [];
  const open: number[] = [];
  const place = new Map<number, number>();
  for (const corner of corners) {
    const at = place.get(corner);
    if (at !== undefined) {
      const ring = open.splice(at);
      for (const each of ring) place.delete(each);
      if (ring.length > 2) rings.push(ring);
    }
    place.set(corner, open.push(corner) - 1);
  }
  if (open.length > 2) rings.push(open);
  return rings;
}

function bearing(net: Net, from: number, to: number): number {
  return Math.atan2(net.y(to) - net.y(from), net.x(to) - net.x(from));
}

/** The same angle above 0 and up to a full turn. */
function positive(angle: number): number {
  return angle > 0 ? angle : angle + 2 * Math.PI;
}
