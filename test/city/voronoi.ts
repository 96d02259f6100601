import { Delaunay } from 'd3-delaunay';
import { metresX, metresY } from './plane.ts';
import type { Region } from './region.ts';

/** A straight border between the patches of two points. */
export interface VoronoiEdge {
  readonly px: number;
  readonly py: number;
  readonly qx: number;
  readonly qy: number;
  /** Indices of the points left and right of p → q. */
  readonly left: number;
  readonly right: number;
}

/** The borders between the points' patches (Voronoi), in 1e-6 degree. Points far outside keep them all finite. */
export function* voronoiEdges(points: Float64Array, region: Region): Generator<VoronoiEdge> {
  const count = points.length / 2;
  const middleX = ((region.west + region.east) / 2) * metresX;
  const middleY = ((region.south + region.north) / 2) * metresY;
  const far = 8 * Math.max((region.east - region.west) * metresX, (region.north - region.south) * metresY);
  const guards = Array.from({ length: 8 }, (_, index) => (index * Math.PI) / 4).flatMap((angle) => [
    middleX + far * Math.cos(angle),
    middleY + far * Math.sin(angle),
  ]);
  const all = Float64Array.of(...points, ...guards);
  const { halfedges, triangles } = new Delaunay(all);
  const centres = circumcentres(all, triangles);
  for (let edge = 0; edge < halfedges.length; edge += 1) {
    const opposite = halfedges[edge] ?? -1;
    if (opposite < edge) continue;
    const i = triangles[edge] ?? 0;
    const j = triangles[edge % 3 === 2 ? edge - 2 : edge + 1] ?? 0;
    if (i >= count || j >= count) continue;
    const p = 2 * Math.floor(edge / 3);
    const q = 2 * Math.floor(opposite / 3);
    // Delaunator's triangles run clockwise where y points north, so i lies to the left of p → q.
    yield {
      px: (centres[p] ?? 0) / metresX,
      py: (centres[p + 1] ?? 0) / metresY,
      qx: (centres[q] ?? 0) / metresX,
      qy: (centres[q + 1] ?? 0) / metresY,
      left: i,
      right: j,
    };
  }
}

/** Centre of the circle through each triangle's corners, x and y by turns. */
function circumcentres(points: Float64Array, triangles: Uint32Array): Float64Array {
  const centres = new Float64Array((triangles.length / 3) * 2);
  for (let triangle = 0; triangle < triangles.length / 3; triangle += 1) {
    const [a, b, c] = [0, 1, 2].map((corner) => 2 * (triangles[3 * triangle + corner] ?? 0));
    const ax = points[a ?? 0] ?? 0;
    const ay = points[(a ?? 0) + 1] ?? 0;
    const bx = (points[b ?? 0] ?? 0) - ax;
    const by = (points[(b ?? 0) + 1] ?? 0) - ay;
    const cx = (points[c ?? 0] ?? 0) - ax;
    const cy = (points[(c ?? 0) + 1] ?? 0) - ay;
    const twice = 2 * (bx * cy - by * cx);
    const bb = bx * bx + by * by;
    const cc = cx * cx + cy * cy;
    centres[2 * triangle] = ax + (cy * bb - by * cc) / twice;
    centres[2 * triangle + 1] = ay + (bx * cc - cx * bb) / twice;
  }
  return centres;
}
