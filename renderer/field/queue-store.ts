import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { FixDraft } from '../../app/position/index.ts';

/** One act that waits to be sent: with its key, made once, so that it is done once however often it is sent. */
export interface QueuedAct {
  /** Order of the queue: made by the database. */
  readonly number?: number;
  /** Idempotency key. */
  readonly key: string;
  /** Account that did it: never sent as somebody else. */
  readonly account: string;
  /** `<word>.<name>` of the act. */
  readonly act: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Photos that are sent first; their hashes go into `input.photos`. */
  readonly photos: readonly Blob[];
  readonly title: string;
  readonly at: string;
  /** Why the server will never take it; kept until the worker has seen it. */
  readonly refused?: string;
}

interface Schema extends DBSchema {
  acts: { key: number; value: QueuedAct };
  fixes: { key: number; value: FixDraft & { account: string } };
}

/** Fixes that are kept while there is no network: 4 hours at one every 5 seconds; then the oldest go. */
const mostFixes = 2_880;

/** What the phone has not sent yet, in IndexedDB: it survives closing the page, a crash and a restart. */
export class QueueStore {
  readonly #database: Promise<IDBPDatabase<Schema>>;

  constructor(name = 'sipin-field') {
    this.#database = openDB<Schema>(name, 1, {
      upgrade(database) {
        database.createObjectStore('acts', { keyPath: 'number', autoIncrement: true });
        database.createObjectStore('fixes', { autoIncrement: true });
      },
    });
  }

  /** Keeps an act; it is on the phone's storage when this resolves. */
  async add(act: QueuedAct): Promise<void> {
    const transaction = (await this.#database).transaction('acts', 'readwrite', { durability: 'strict' });
    await transaction.store.add(act);
    await transaction.done;
  }

  /** All that wait, the oldest first. */
  async acts(): Promise<QueuedAct[]> {
    return (await this.#database).getAll('acts');
  }

  async remove(number: number): Promise<void> {
    await (await this.#database).delete('acts', number);
  }

  async refuse(act: QueuedAct, code: string): Promise<void> {
    await (await this.#database).put('acts', { ...act, refused: code });
  }

  async addFix(account: string, fix: FixDraft): Promise<void> {
    const transaction = (await this.#database).transaction('fixes', 'readwrite');
    await transaction.store.add({ ...fix, account });
    const keys = await transaction.store.getAllKeys();
    for (const key of keys.slice(0, Math.max(0, keys.length - mostFixes))) await transaction.store.delete(key);
    await transaction.done;
  }

  /** The oldest fixes of the account with their keys, at most `most`. */
  async fixes(account: string, most: number): Promise<{ keys: number[]; fixes: FixDraft[] }> {
    const transaction = (await this.#database).transaction('fixes');
    const keys: number[] = [];
    const fixes: FixDraft[] = [];
    for (
      let cursor = await transaction.store.openCursor();
      cursor && fixes.length < most;
      cursor = await cursor.continue()
    ) {
      const { account: owner, ...fix } = cursor.value;
      if (owner !== account) continue;
      keys.push(cursor.key);
      fixes.push(fix);
    }
    return { keys, fixes };
  }

  async removeFixes(keys: readonly number[]): Promise<void> {
    const transaction = (await this.#database).transaction('fixes', 'readwrite');
    for (const key of keys) await transaction.store.delete(key);
    await transaction.done;
  }
}
