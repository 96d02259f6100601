import { contains, type MultiPolygon } from '../../app/area/index.ts';
import type { Net } from './net.ts';
import { doubleArea, simpleRings, traceLoops } from './trace.ts';

/** The polygons of every label in the net, closed rings, outlines anticlockwise and holes clockwise (RFC 7946). */
export function polygonsOf(net: Net, labelOf: (side: number) => number, count: number): MultiPolygon[] {
  const outlines = Array.from({ length: count }, (): number[][] => []);
  const holes = Array.from({ length: count }, (): number[][] => []);
  for (const { label, corners } of traceLoops(net, labelOf)) {
    for (const ring of simpleRings(corners)) (doubleArea(net, ring) > 0 ? outlines : holes)[label]?.push(ring);
  }
  return outlines.map((own, label) => {
    const polygons: MultiPolygon = own.map((ring) => [closed(net, ring)]);
    for (const hole of holes[label] ?? []) home(net, polygons, own, hole)?.push(closed(net, hole));
    return polygons;
  });
}

/** The polygon around a hole. */
function home(
  net: Net,
  polygons: MultiPolygon,
  outlines: readonly number[][],
  hole: readonly number[],
): MultiPolygon[number] | undefined {
  const index = polygons.findIndex(([outline], candidate) => {
    // A hole may touch its outline in a corner; that corner tells nothing.
    const free = hole.find((corner) => !outlines[candidate]?.includes(corner));
    return outline && free !== undefined && contains([[outline]], net.x(free) / 1e6, net.y(free) / 1e6);
  });
  if (index < 0) throw new Error('a hole lies in no outline');
  return polygons[index];
}

function closed(net: Net, ring: readonly number[]): [number, number][] {
  const points = ring.map((corner): [number, number] => [net.x(corner) / 1e6, net.y(corner) / 1e6]);
  const [first] = points;
  return first ? [...points, [...first]] : [];
}
