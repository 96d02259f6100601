import { once } from 'node:events';
import type pg from 'pg';
import copyStreams from 'pg-copy-streams';
import type { Logger } from 'pino';
import { SipinError } from '../../app/contract/index.ts';
import type { Fix } from '../../app/position/index.ts';
import type { Health } from '../runtime/health.ts';
import { CopyRows } from './copy-rows.ts';

const columns = 'worker, at, longitude, latitude, speed, heading, accuracy, battery, flags';
/** Fixes that come within this time are committed together; nothing is acknowledged before its commit. */
const gatherMilliseconds = 100;
const mostInBatch = 50_000;
/** Fixes that wait to be stored; when there are more, senders are told to come again. */
const mostWaiting = 200_000;
const retryMilliseconds = [200, 5_000] as const;
/** How long a sender waits for the commit. The fixes are stored all the same when the database comes back. */
const acknowledgeMilliseconds = 8_000;

interface Batch {
  readonly rows: CopyRows;
  readonly done: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

function newBatch(): Batch {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Nobody may be waiting for it; that is no error.
  promise.catch(() => undefined);
  return { rows: new CopyRows(), done: promise, resolve, reject };
}

/** Stores fixes in batches by COPY, one batch at a time, as group commits. */
export class TrackWriter {
  readonly #pool: pg.Pool;
  readonly #log: Logger;
  readonly #health: Health;
  #gathering = newBatch();
  #full: Batch[] = [];
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(pool: pg.Pool, log: Logger, health: Health) {
    this.#pool = pool;
    this.#log = log;
    this.#health = health;
  }

  /** Is there room for so many more? Ask before anything of them is taken. */
  refuseFlood(more: number): void {
    if (this.#waiting + more > mostWaiting) {
      throw new SipinError('unavailable', 'position.overloaded', { seconds: 2 });
    }
  }

  /** Takes a fix to be stored. */
  add(index: number, fix: Fix, flags: number): void {
    this.#gathering.rows.add(index, fix, flags);
    this.#waiting += 1;
    if (this.#gathering.rows.rows >= mostInBatch) {
      this.#full.push(this.#gathering);
      this.#gathering = newBatch();
    }
    this.#schedule();
  }

  /** Resolves when everything taken so far is committed; throws when that takes too long. */
  async stored(): Promise<void> {
    const last = this.#gathering.rows.rows > 0 ? this.#gathering : this.#full.at(-1);
    const running = this.#running;
    if (!last) return running && this.#inTime(running);
    await this.#inTime(last.done);
  }

  async #inTime(done: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new SipinError('unavailable', 'position.not-stored', { reason: 'timeout' })),
        acknowledgeMilliseconds,
      );
    });
    try {
      await Promise.race([done, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Stores what is left and stops. Idempotent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#running;
    await this.#drain();
  }

  #schedule(): void {
    if (this.#timer || this.#running || this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#drain().finally(() => {
        this.#running = undefined;
        if (this.#waiting > 0) this.#schedule();
      });
    }, gatherMilliseconds);
  }

  /** Stores what was taken until now. */
  async #drain(): Promise<void> {
    const batches = this.#full;
    this.#full = [];
    if (this.#gathering.rows.rows > 0) {
      batches.push(this.#gathering);
      this.#gathering = newBatch();
    }
    for (const batch of batches) {
      await this.#store(batch);
      this.#waiting -= batch.rows.rows;
    }
  }

  /** Stores one batch, again and again until the database is back. What can never be stored is given up, loudly. */
  async #store(batch: Batch): Promise<void> {
    const bytes = batch.rows.finish();
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.#copy(bytes);
        if (attempt > 0) this.#health.report('position', { state: 'up' });
        batch.resolve();
        return;
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        const hopeless =
          (code !== undefined && /^(22|23|42)/.test(code) && attempt >= 2) || (this.#stopped && attempt >= 2);
        if (hopeless) {
          this.#log.error({ err: error, fixes: batch.rows.rows }, 'fixes could not be stored and are given up');
          batch.reject(new SipinError('unavailable', 'position.not-stored', { reason: code ?? 'database' }));
          return;
        }
        const wait = Math.min(retryMilliseconds[0] * 2 ** attempt, retryMilliseconds[1]);
        this.#log.warn({ err: error, wait }, 'fixes could not be stored; trying again');
        this.#health.report('position', {
          state: 'down',
          reason: message,
          nextRetry: new Date(Date.now() + wait).toISOString(),
        });
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async #copy(bytes: Buffer): Promise<void> {
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    try {
      const stream = client.query(copyStreams.from(`copy track (${columns}) from stdin with (format binary)`));
      stream.end(bytes);
      await once(stream, 'finish');
    } catch (error) {
      failure = error as Error;
      throw error;
    } finally {
      // A connection that failed inside COPY is not used again.
      client.release(failure);
    }
  }
}
