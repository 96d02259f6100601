import type { Logger } from 'pino';
import type { Database } from '../storage/database.ts';
import { type WorkerRow, workersWithin } from './store.ts';

/** What is known of a worker at every moment without asking the database. */
export type KnownWorker = Pick<
  WorkerRow,
  'id' | 'index' | 'name' | 'area' | 'onDuty' | 'dutySince' | 'busy' | 'sosSince'
>;

type Listener = (worker: KnownWorker, before: KnownWorker | undefined) => void;

/** All workers in memory, by index and by account. Read at the start, patched after each act. */
export class WorkerRegistry {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #byIndex: (KnownWorker | undefined)[] = [];
  readonly #byId = new Map<string, KnownWorker>();
  readonly #listeners = new Set<Listener>();

  constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  async start(): Promise<void> {
    const started = performance.now();
    for (const worker of await workersWithin(this.#database, '')) this.#put(worker);
    this.#log.info({ workers: this.#byId.size, ms: Math.round(performance.now() - started) }, 'workers read');
  }

  byIndex(index: number): KnownWorker | undefined {
    return this.#byIndex[index];
  }

  byId(id: string): KnownWorker | undefined {
    return this.#byId.get(id);
  }

  all(): IterableIterator<KnownWorker> {
    return this.#byId.values();
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Takes these workers as they are now; those who listen hear of them. */
  put(workers: readonly KnownWorker[]): void {
    for (const worker of workers) this.#put(worker);
  }

  /** Calls back with each worker that is new or has changed; returns the unsubscribe. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #put(worker: KnownWorker): void {
    const before = this.#byId.get(worker.id);
    this.#byIndex[worker.index] = worker;
    this.#byId.set(worker.id, worker);
    for (const listener of this.#listeners) listener(worker, before);
  }
}
