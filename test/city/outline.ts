import { convert } from '../../app/area/index.ts';
import type { SourceOutline } from './source.ts';
import { type Corner, tidyRings } from './tidy.ts';

/**
 * The outlines of the counties as one net: every stretch between two corners is there once and knows the county on
 * either side. Coordinates are whole 1e-6 degrees WGS-84, so corners that are shared are identical.
 */
export interface Outlines {
  readonly codes: readonly string[];
  /** Where the county's ring runs: the stretch's index, and whether it is run backwards. */
  readonly rings: readonly (readonly { readonly stretch: number; readonly backwards: boolean }[])[];
  readonly stretches: readonly Stretch[];
}

export interface Stretch {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  /** Index of the county on the left of a → b. */
  readonly left: number;
  /** Index of the county on the right, -1 outside of the city. */
  right: number;
}

/** Builds the net of the source's outlines. Throws where they overlap. */
export function joinOutlines(outlines: readonly SourceOutline[]): Outlines {
  const stretches: Stretch[] = [];
  const known = new Map<string, number>();
  const tidied = tidyRings(outlines.map(({ ring }) => ring));
  const rings = outlines.map(({ code }, county) => {
    const corners = (tidied[county] ?? []).map(([longitude, latitude]): Corner => {
      const [x, y] = convert(longitude, latitude, 'GCJ-02', 'WGS-84');
      return [Math.round(x * 1e6), Math.round(y * 1e6)];
    });
    if (signedArea(corners) < 0) corners.reverse();
    return corners.map((a, index) => {
      const b = corners[(index + 1) % corners.length] ?? a;
      const opposite = known.get(`${b} ${a}`);
      if (opposite === undefined) {
        if (known.has(`${a} ${b}`)) throw new Error(`the outline of ${code} overlaps another at ${a}`);
        known.set(`${a} ${b}`, stretches.length);
        stretches.push({ ax: a[0], ay: a[1], bx: b[0], by: b[1], left: county, right: -1 });
        return { stretch: stretches.length - 1, backwards: false };
      }
      const stretch = stretches[opposite];
      if (!stretch || stretch.right !== -1 || stretch.left === county)
        throw new Error(`the outline of ${code} touches itself at ${a}`);
      stretch.right = county;
      return { stretch: opposite, backwards: true };
    });
  });
  return { codes: outlines.map(({ code }) => code), rings, stretches };
}

function signedArea(corners: readonly Corner[]): number {
  // Relative to one corner: products of whole coordinates would not fit a double exactly.
  const base = corners[0]?.[1] ?? 0;
  let twice = 0;
  let [px, py] = corners.at(-1) ?? [0, 0];
  for (const [x, y] of corners) {
    twice -= (x - px) * (y - base + py - base);
    [px, py] = [x, y];
  }
  return twice / 2;
}
