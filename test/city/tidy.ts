export type Corner = readonly [x: number, y: number];

/** The source's corners lie on a lattice of 1/1024 degree, so what lies on one line is found exactly. */
const lattice = 1 / 1024;

/**
 * Takes out of rings what their coarse lattice has left: spikes (there and back along one line) and specks hanging on
 * a single corner. Neighbours lose the same, so rings that fitted together still do; where a corner of one now lies
 * on an edge of the other, the edge gets it too.
 */
export function tidyRings(rings: readonly (readonly Corner[])[]): Corner[][] {
  const tidied = rings.map(withoutSpikes);
  const corners = new Set(tidied.flat().map(String));
  return tidied.map((ring) =>
    mainLoop(ring.flatMap((a, index) => [a, ...between(a, ring[(index + 1) % ring.length], corners)])),
  );
}

function withoutSpikes(ring: readonly Corner[]): Corner[] {
  const once = clean(ring);
  // The ring's seam is where nothing was compared; a second pass has it in the middle.
  const middle = once.length >> 1;
  return mainLoop(clean([...once.slice(middle), ...once.slice(0, middle)]));
}

/**
 * The longest loop of a ring that touches itself. Necks narrower than the source's 100 m have closed to single points;
 * what they cut off is a few points long, and the neighbours lose the same, so the rings still fit together.
 */
function mainLoop(points: readonly Corner[]): Corner[] {
  let open: Corner[] = [];
  let longest: Corner[] = [];
  const place = new Map<string, number>();
  for (const point of points) {
    const at = place.get(`${point}`);
    if (at !== undefined) {
      const loop = open.slice(at);
      open = open.slice(0, at);
      for (const each of loop) place.delete(`${each}`);
      if (loop.length > longest.length) longest = loop;
    }
    place.set(`${point}`, open.push(point) - 1);
  }
  return open.length > longest.length ? open : longest;
}

function clean(points: readonly Corner[]): Corner[] {
  const kept: Corner[] = [];
  for (const point of points) {
    while (kept.length > 1 && turnsBack(kept.at(-2), kept.at(-1), point)) kept.pop();
    const last = kept.at(-1);
    if (last?.[0] !== point[0] || last[1] !== point[1]) kept.push(point);
  }
  const [first] = kept;
  const last = kept.at(-1);
  if (first && last && first[0] === last[0] && first[1] === last[1]) kept.pop();
  return kept;
}

/** Does the way from a over b to c turn back on itself? */
function turnsBack(a: Corner | undefined, b: Corner | undefined, c: Corner): boolean {
  if (!a || !b) return false;
  const [inX, inY, outX, outY] = [b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]];
  return inX * outY === inY * outX && inX * outX + inY * outY < 0;
}

/** The known corners on the edge from a to b, without the two. */
function between(a: Corner, b: Corner | undefined, corners: ReadonlySet<string>): Corner[] {
  if (!b) return [];
  const steps = divisor(Math.abs(b[0] - a[0]) / lattice, Math.abs(b[1] - a[1]) / lattice);
  return Array.from(
    { length: steps - 1 },
    (_, step): Corner => [a[0] + ((step + 1) * (b[0] - a[0])) / steps, a[1] + ((step + 1) * (b[1] - a[1])) / steps],
  ).filter((corner) => corners.has(String(corner)));
}

/** Greatest common divisor of two whole numbers. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
