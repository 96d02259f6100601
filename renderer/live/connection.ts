/** How the line to the server is: being made, there, cut (and being made again), or nobody is signed in. */
type ConnectionState = 'connecting' | 'live' | 'lost' | 'signed-out';

/** The one owner of the connection's state. */
export class Connection {
  readonly #listeners = new Set<() => void>();
  #snapshot: { readonly state: ConnectionState; readonly since: number } = { state: 'signed-out', since: Date.now() };

  get snapshot(): { readonly state: ConnectionState; readonly since: number } {
    return this.#snapshot;
  }

  set(state: ConnectionState): void {
    if (state === this.#snapshot.state) return;
    this.#snapshot = { state, since: Date.now() };
    for (const listener of this.#listeners) listener();
  }

  /** Calls back on every change; returns the unsubscribe. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
