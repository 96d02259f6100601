/**
 * A net of straight edges between shared corners, each edge knowing what lies on its left and on its right.
 * Because neighbours share the very same edge there can be neither gap nor overlap, whatever is joined later.
 */
export class Net {
  /** Corners in 1e-6 degree. */
  readonly xs: number[] = [];
  readonly ys: number[] = [];
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly left: number[] = [];
  readonly right: number[] = [];
  readonly #corners = new Map<number, number>();

  /** Index of the corner at this place, rounded to whole 1e-6 degrees; the same for the same place. */
  corner(x: number, y: number): number {
    const wholeX = Math.round(x);
    const wholeY = Math.round(y);
    const key = wholeX * 2 ** 26 + wholeY;
    const known = this.#corners.get(key);
    if (known !== undefined) return known;
    const index = this.xs.push(wholeX) - 1;
    this.ys.push(wholeY);
    this.#corners.set(key, index);
    return index;
  }

  /** Adds an edge; one without length is left out. */
  edge(from: number, to: number, left: number, right: number): void {
    if (from === to) return;
    this.from.push(from);
    this.to.push(to);
    this.left.push(left);
    this.right.push(right);
  }

  x(corner: number): number {
    return this.xs[corner] ?? Number.NaN;
  }

  y(corner: number): number {
    return this.ys[corner] ?? Number.NaN;
  }

  /** Length of an edge in 1e-6 degree of latitude, good enough to compare. */
  length(edge: number): number {
    const from = this.from[edge] ?? 0;
    const to = this.to[edge] ?? 0;
    return Math.hypot(0.835 * (this.x(from) - this.x(to)), this.y(from) - this.y(to));
  }
}
