/** Crashes within this time belong together. */
const together = 5 * 60_000;
/** Waits before the first, second and third reload of crashes that belong together; after that nobody reloads alone. */
const reloadWaits = [3_000, 10_000, 30_000] as const;
/** Waits between tries to reach the server, and the wait that goes on after them. */
const retryWaits = [1_000, 2_000, 4_000, 8_000] as const;
const longestRetryWait = 15_000;

/** Counts the crashes of one window, so that a page that cannot live is not loaded again and again. */
export class CrashCount {
  #at: number[] = [];

  /** Another crash: how many there were in the last minutes, and after what wait it may be loaded again, if at all. */
  add(now: number): { readonly times: number; readonly wait: number | undefined } {
    this.#at = [...this.#at.filter((at) => now - at < together), now].slice(-(reloadWaits.length + 1));
    return { times: this.#at.length, wait: reloadWaits[this.#at.length - 1] };
  }
}

/** How long to wait after so many tries in vain to reach the server. */
export function retryWait(tries: number): number {
  return retryWaits[Math.max(tries, 1) - 1] ?? longestRetryWait;
}
