const bounds = { first: 1_000, last: 30_000 } as const;

/** How long to wait before something that failed is tried again: doubled each time, and not the same for all. */
export class Backoff {
  #failed = 0;

  /** The next wait, in ms. */
  next(): number {
    const wait = Math.min(bounds.first * 2 ** this.#failed, bounds.last);
    this.#failed = Math.min(this.#failed + 1, 10);
    return wait * (0.75 + Math.random() / 2);
  }

  /** It has worked. */
  reset(): void {
    this.#failed = 0;
  }
}
