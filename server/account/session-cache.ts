import { createHash } from 'node:crypto';
import type { Actor } from '../../app/account/index.ts';
import type { Authenticator } from '../pipeline/http.ts';
import type { Database } from '../storage/database.ts';
import { sessionByHash, touchSession } from './store.ts';

interface Entry {
  readonly actor: Actor | null;
  readonly until: number;
}

const keptMilliseconds = 5_000;
const most = 20_000;
const touchMilliseconds = 60_000;

/** SHA-256 of a token: tokens are 256 random bits, so nothing slower is needed. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * Finds who a session token belongs to. Answers are kept for five seconds, so that a client with many calls costs one
 * look-up; a session that is ended here is forgotten at once.
 */
export class SessionCache implements Authenticator {
  readonly #database: Database;
  readonly #entries = new Map<string, Entry>();

  constructor(database: Database) {
    this.#database = database;
  }

  async authenticate(token: string): Promise<Actor | null> {
    if (token.length < 20 || token.length > 100) return null;
    const hash = tokenHash(token);
    const key = hash.toString('base64');
    const now = Date.now();
    const kept = this.#entries.get(key);
    if (kept && kept.until > now) return kept.actor;
    const found = await sessionByHash(this.#database, hash, new Date(now));
    const actor: Actor | null =
      found && !found.disabled
        ? {
            accountId: found.id,
            sessionId: found.sessionId,
            name: found.name,
            role: found.role,
            area: found.area,
          }
        : null;
    this.#entries.delete(key);
    this.#entries.set(key, { actor, until: now + keptMilliseconds });
    if (this.#entries.size > most) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
    }
    if (found && now - found.seenAt.getTime() > touchMilliseconds) {
      await touchSession(this.#database, found.sessionId, new Date(now));
    }
    return actor;
  }

  /** Forgets all answers about a session that has ended. */
  forget(sessionId: string): void {
    for (const [key, entry] of this.#entries) if (entry.actor?.sessionId === sessionId) this.#entries.delete(key);
  }
}
