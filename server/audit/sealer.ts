import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { blockText, entryText, genesisHash } from '../../app/audit/index.ts';
import type { Health } from '../runtime/health.ts';
import type { Database } from '../storage/database.ts';
import { insertBlock, lastBlock, takeSealerLock, unsealedEntries } from './store.ts';

const everyMilliseconds = 1_000;
/** Entries of one block; with more waiting the next block follows at once. */
const mostEntries = 5_000;

export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** Seals what is unsealed in one block; how many entries that were. */
export async function sealBlock(database: Database, now = new Date()): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    if (!(await takeSealerLock(transaction))) return 0;
    const entries = await unsealedEntries(transaction, mostEntries);
    if (entries.length === 0) return 0;
    const last = await lastBlock(transaction);
    const number = Number(last?.number ?? 0) + 1;
    const previousHash = last ? last.hash.toString('hex') : genesisHash;
    const leaves = entries.map((entry) => ({ id: entry.id, hash: hashOf(entryText(entry)) }));
    const hash = hashOf(blockText({ number, previousHash, sealedAt: now.toISOString() }, leaves));
    await insertBlock(transaction, { number, leaves, previousHash, hash, sealedAt: now });
    return entries.length;
  });
}

/** Chains the journal's entries in blocks, once a second. An act never waits for it. */
export class Sealer {
  readonly #database: Database;
  readonly #health: Health;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(parts: { database: Database; health: Health; log: Logger }) {
    this.#database = parts.database;
    this.#health = parts.health;
    this.#log = parts.log;
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#running = this.#seal().finally(() => {
        if (!this.#stopped) this.start();
      });
    }, everyMilliseconds);
  }

  async #seal(): Promise<void> {
    try {
      while ((await sealBlock(this.#database)) === mostEntries);
      this.#health.report('audit', { state: 'up' });
    } catch (error) {
      this.#log.warn({ err: error }, 'the journal could not be sealed; trying again');
      this.#health.report('audit', { state: 'down', reason: (error as Error).message });
    }
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
