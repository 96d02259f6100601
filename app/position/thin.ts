/** A point of a track: place and time. */
export interface TrackPoint {
  readonly time: number;
  readonly longitude: number;
  readonly latitude: number;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Point of the stretch that is furthest from where one who goes evenly from its start to its end would be. */
  readonly furthest: number;
  readonly deviation: number;
}

/**
 * Which points of a track to keep, at most `most`, in order: always the first and the last, then again and again the
 * one that is furthest from where the points kept so far put the worker at its time. So stays are kept as well as
 * bends, and a player that goes evenly between the points kept is never far off.
 */
export function thin(points: readonly TrackPoint[], most: number): number[] {
  const last = points.length - 1;
  if (points.length <= Math.max(2, most)) return points.map((_, at) => at);
  const kept = [0, last];
  const heap: Stretch[] = [];
  const scale = Math.cos(((points[0]?.latitude ?? 0) * Math.PI) / 180);
  push(heap, measure(points, 0, last, scale));
  while (kept.length < most) {
    const stretch = pop(heap);
    if (!stretch || stretch.deviation <= 0) break;
    kept.push(stretch.furthest);
    push(heap, measure(points, stretch.from, stretch.furthest, scale));
    push(heap, measure(points, stretch.furthest, stretch.to, scale));
  }
  return kept.sort((a, b) => a - b);
}

function measure(points: readonly TrackPoint[], from: number, to: number, scale: number): Stretch {
  const start = points[from];
  const end = points[to];
  let furthest = from;
  let deviation = -1;
  if (start && end) {
    const span = end.time - start.time;
    for (let at = from + 1; at < to; at += 1) {
      const point = points[at];
      if (!point) continue;
      const share = span > 0 ? (point.time - start.time) / span : 0;
      const east = (point.longitude - start.longitude - (end.longitude - start.longitude) * share) * scale;
      const north = point.latitude - start.latitude - (end.latitude - start.latitude) * share;
      const off = east * east + north * north;
      if (off > deviation) {
        deviation = off;
        furthest = at;
      }
    }
  }
  return { from, to, furthest, deviation };
}

/** A heap with the largest deviation on top. */
function push(heap: Stretch[], stretch: Stretch): void {
  if (stretch.to - stretch.from < 2) return;
  let at = heap.length;
  heap.push(stretch);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (!above || above.deviation >= stretch.deviation) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = stretch;
}

function pop(heap: Stretch[]): Stretch | undefined {
  const top = heap[0];
  const moved = heap.pop();
  if (!top || !moved || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    const larger = (heap[right]?.deviation ?? -2) > (heap[left]?.deviation ?? -2) ? right : left;
    const child = heap[larger];
    if (!child || child.deviation <= moved.deviation) break;
    heap[at] = child;
    at = larger;
  }
  heap[at] = moved;
  return top;
}
