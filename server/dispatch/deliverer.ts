import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import { insertEvents, type PendingEvent } from '../pipeline/event-store.ts';
import type { Sequencer } from '../pipeline/sequencer.ts';
import { accountRoom } from '../pipeline/socket.ts';
import type { Database } from '../storage/database.ts';
import type { DispatchService } from './service.ts';
import { queuedFor, workersWaitedFor } from './store.ts';

/**
 * A connected phone has mostly acknowledged by then, which says that the order was sent as well; only for the others it
 * is written by itself. It also gathers the orders to many phones in one transaction.
 */
const graceMilliseconds = 100;
/** Looks for orders that wait although the phone is there: those from just before a crash. */
const sweepMilliseconds = 5_000;

/**
 * Marks orders as sent once they have gone out to a phone that is connected. That the phone has got them is said by the
 * phone alone; an order to a phone that is away stays queued until the phone is back and reads its inbox.
 */
export class Deliverer {
  readonly #database: Database;
  readonly #io: Server;
  readonly #sequencer: Sequencer;
  readonly #log: Logger;
  readonly #pending = new Set<string>();
  #service: DispatchService | undefined;
  #grace: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #sweep: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: { database: Database; io: Server; sequencer: Sequencer; log: Logger }) {
    this.#database = parts.database;
    this.#io = parts.io;
    this.#sequencer = parts.sequencer;
    this.#log = parts.log;
  }

  start(service: DispatchService): void {
    this.#service = service;
    this.#sweep = setInterval(() => {
      workersWaitedFor(this.#database).then(
        (workers) => this.wake(workers),
        (error) => this.#log.warn({ err: error }, 'waiting orders could not be read'),
      );
    }, sweepMilliseconds);
  }

  /** There may be orders for these workers, or their phones have come back. */
  wake(workers: readonly string[]): void {
    if (this.#stopped) return;
    for (const worker of workers) if (this.#isConnected(worker)) this.#pending.add(worker);
    if (this.#pending.size === 0 || this.#grace || this.#running) return;
    this.#grace = setTimeout(() => {
      this.#grace = undefined;
      this.#running = this.#deliver()
        .catch((error) => this.#log.warn({ err: error }, 'orders could not be marked as sent; trying again'))
        .finally(() => {
          this.#running = undefined;
          if (this.#pending.size > 0) this.wake([]);
        });
    }, graceMilliseconds);
  }

  #isConnected(worker: string): boolean {
    return (this.#io.sockets.adapter.rooms.get(accountRoom(worker))?.size ?? 0) > 0;
  }

  async #deliver(): Promise<void> {
    const workers = [...this.#pending];
    this.#pending.clear();
    const orders = await queuedFor(this.#database, workers);
    if (orders.length === 0 || !this.#service) return;
    const service = this.#service;
    const now = new Date();
    const events: PendingEvent[] = [];
    await this.#database.transaction().execute(async (database) => {
      await service.sent(orders, {
        database,
        now,
        emit: (event, payload, audience) =>
          events.push({ key: event.key, payload: event.payload.parse(payload), audience }),
      });
      await insertEvents(database, events, now);
    });
    this.#sequencer.wake();
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sweep);
    clearTimeout(this.#grace);
    await this.#running;
  }
}
