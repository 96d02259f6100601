import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

/**
 * All tables, merged from the `store.ts` of every word:
 * `declare module '../storage/database.ts' { interface Tables { incident: IncidentTable } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: each word's store adds its tables by declaration merging
export interface Tables {}

/** The pool, or one transaction of it. */
export type Database = Kysely<Tables>;

/** Numbers beyond 2^53 do not occur in our counters, so bigint columns are read as numbers. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === 20 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

export interface Storage {
  readonly database: Database;
  /** For COPY and LISTEN, which Kysely has no words for. */
  readonly pool: pg.Pool;
  /** Closes all connections. Idempotent. */
  close(): Promise<void>;
}

/** Opens a pool of at most `connections` to the PostgreSQL at `url`. */
export function openStorage(url: string, onError: (error: Error) => void, connections = 16): Storage {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 30_000,
    application_name: 'sipin',
  });
  // A connection that breaks while idle is reported here; without a listener it would end the process.
  pool.on('error', onError);
  // The same for one that breaks while it is in use but between two statements: the next statement fails and tells.
  pool.on('connect', (client) => client.on('error', onError));
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
  });
  let closing: Promise<void> | undefined;
  return {
    database,
    pool,
    close: () => {
      closing ??= database.destroy();
      return closing;
    },
  };
}
