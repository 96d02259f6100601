import type { Logger } from 'pino';
import type { Database } from '../storage/database.ts';
import { eventsBetween, lastSequence, numberEvents, type PublishedEvent, pruneEvents } from './event-store.ts';
import { pruneKeys } from './key-store.ts';

type Listener = (events: readonly PublishedEvent[]) => void;

const batch = 500;
/** Looks for events that nobody woke it for: those committed just before a crash, or by another process. */
const pollMilliseconds = 1_000;
const pruneMilliseconds = 3_600_000;
const keptMilliseconds = 7 * 24 * 3_600_000;
/** Longer than any phone keeps an act in its queue. */
const keptKeysMilliseconds = 60 * 24 * 3_600_000;

/**
 * Gives committed events their number and publishes them. One at a time numbers, so the order of numbers is the order
 * of publication and a client that has seen N has seen all before N.
 */
export class Sequencer {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #listeners = new Set<Listener>();
  #last = 0;
  #running: Promise<void> | undefined;
  #again = false;
  #unsure = false;
  #stopped = false;
  #poll: NodeJS.Timeout | undefined;
  #prune: NodeJS.Timeout | undefined;

  private constructor(database: Database, log: Logger) {
    this.#database = database;
    this.#log = log;
  }

  static async create(database: Database, log: Logger): Promise<Sequencer> {
    const sequencer = new Sequencer(database, log);
    sequencer.#last = await lastSequence(database);
    sequencer.#poll = setInterval(() => sequencer.wake(), pollMilliseconds);
    sequencer.#prune = setInterval(() => {
      Promise.all([
        pruneEvents(database, new Date(Date.now() - keptMilliseconds)),
        pruneKeys(database, new Date(Date.now() - keptKeysMilliseconds)),
      ]).catch((error) => log.warn({ err: error }, 'old events and keys could not be removed'));
    }, pruneMilliseconds);
    sequencer.wake();
    return sequencer;
  }

  /** Number of the last event published. */
  get last(): number {
    return this.#last;
  }

  /** Calls back with each batch published from now on; returns the unsubscribe. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** There may be committed events: publish them soon. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
      if (this.#again) {
        this.#again = false;
        this.wake();
      }
    });
  }

  async #drain(): Promise<void> {
    try {
      if (this.#unsure) {
        // After an error nobody knows whether the numbers were written: what was numbered is told now.
        this.#publish(await eventsBetween(this.#database, this.#last));
        this.#unsure = false;
      }
      for (;;) {
        const events = await numberEvents(this.#database, this.#last, batch);
        this.#publish(events);
        if (events.length < batch) return;
      }
    } catch (error) {
      this.#unsure = true;
      this.#log.warn({ err: error }, 'events could not be published; trying again');
    }
  }

  #publish(events: readonly PublishedEvent[]): void {
    const newest = events.at(-1);
    if (!newest) return;
    this.#last = newest.sequence;
    for (const listener of this.#listeners) listener(events);
  }

  /** Stops numbering; idempotent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#poll);
    clearInterval(this.#prune);
    this.#listeners.clear();
    await this.#running;
  }
}
