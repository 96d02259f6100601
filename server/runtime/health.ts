/** State of one part of the system; `since` is the ISO time at which it came about. */
export type PartStatus =
  | { readonly state: 'up'; readonly since: string }
  | { readonly state: 'preparing'; readonly progress: number; readonly step: string; readonly since: string }
  | { readonly state: 'down'; readonly reason: string; readonly nextRetry?: string; readonly since: string };

/** What a part says of itself. `progress` is 0 to 1; `nextRetry` an ISO time. */
export type PartReport =
  | { readonly state: 'up' }
  | { readonly state: 'preparing'; readonly progress: number; readonly step: string }
  | { readonly state: 'down'; readonly reason: string; readonly nextRetry?: string };

type Listener = (part: string, status: PartStatus) => void;

/** Knows of every part whether it is up, being prepared or down, and since when. */
export class Health {
  readonly #parts = new Map<string, PartStatus>();
  readonly #listeners = new Set<Listener>();

  /** A part tells how it is; listeners hear of it when something changed. */
  report(part: string, report: PartReport): void {
    const before = this.#parts.get(part);
    const since = before?.state === report.state ? before.since : new Date().toISOString();
    const status: PartStatus = { ...report, since };
    if (before && JSON.stringify(before) === JSON.stringify(status)) return;
    this.#parts.set(part, status);
    for (const listener of this.#listeners) listener(part, status);
  }

  /** State of all parts, by name. */
  snapshot(): Record<string, PartStatus> {
    return Object.fromEntries(this.#parts);
  }

  /** Calls back on every change; returns the unsubscribe. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
