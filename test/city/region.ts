import type { Outlines, Stretch } from './outline.ts';

/** Side of a bucket in 1e-6 degree, about 1 km. */
const side = 10_000;

/** One county's outline, cut into buckets so that tests against it look at few stretches. */
export class Region {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  readonly #stretches: readonly Stretch[];
  readonly #rows: readonly number[][];
  readonly #buckets: readonly number[][];
  readonly #columns: number;

  /** Takes the county's place in the outlines. */
  constructor({ rings, stretches }: Outlines, county: number) {
    this.#stretches = stretches;
    const own = (rings[county] ?? []).map(({ stretch }) => stretch);
    const corners = own.flatMap((index) => stretches[index] ?? []);
    this.west = Math.min(...corners.flatMap(({ ax, bx }) => [ax, bx]));
    this.east = Math.max(...corners.flatMap(({ ax, bx }) => [ax, bx]));
    this.south = Math.min(...corners.flatMap(({ ay, by }) => [ay, by]));
    this.north = Math.max(...corners.flatMap(({ ay, by }) => [ay, by]));
    this.#columns = this.#column(this.east) + 1;
    const rows = Array.from({ length: this.#row(this.north) + 1 }, (): number[] => []);
    const buckets = Array.from({ length: rows.length * this.#columns }, (): number[] => []);
    for (const index of own) {
      const { ax, ay, bx, by } = this.#at(index);
      for (let row = this.#row(Math.min(ay, by)); row <= this.#row(Math.max(ay, by)); row += 1) {
        rows[row]?.push(index);
        for (let column = this.#column(Math.min(ax, bx)); column <= this.#column(Math.max(ax, bx)); column += 1)
          buckets[row * this.#columns + column]?.push(index);
      }
    }
    this.#rows = rows;
    this.#buckets = buckets;
  }

  /** Is the point inside (even-odd rule)? */
  contains(x: number, y: number): boolean {
    if (x < this.west || x > this.east || y < this.south || y > this.north) return false;
    let inside = false;
    for (const index of this.#rows[this.#row(y)] ?? []) {
      const { ax, ay, bx, by } = this.#at(index);
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return inside;
  }

  /** Indices of the stretches that may meet the line from p to q, each once. */
  near(px: number, py: number, qx: number, qy: number): Set<number> {
    const found = new Set<number>();
    const last = this.#columns - 1;
    const fromRow = Math.max(0, this.#row(Math.min(py, qy)));
    const toRow = Math.min(this.#rows.length - 1, this.#row(Math.max(py, qy)));
    const fromColumn = Math.max(0, this.#column(Math.min(px, qx)));
    const toColumn = Math.min(last, this.#column(Math.max(px, qx)));
    for (let row = fromRow; row <= toRow; row += 1) {
      for (let column = fromColumn; column <= toColumn; column += 1)
        for (const index of this.#buckets[row * this.#columns + column] ?? []) found.add(index);
    }
    return found;
  }

  #at(index: number): Stretch {
    const stretch = this.#stretches[index];
    if (!stretch) throw new RangeError(`no stretch ${index}`);
    return stretch;
  }

  #row(y: number): number {
    return Math.floor((y - this.south) / side);
  }

  #column(x: number): number {
    return Math.floor((x - this.west) / side);
  }
}
