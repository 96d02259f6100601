import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

/** One plain SQL file; its name orders it. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

/** Any number will do as long as nobody else uses it: it keeps two servers from migrating at once. */
const lock = 7_430_218;

/** Reads the migrations in the order in which they are applied. */
export async function readMigrations(folder = join(import.meta.dirname, 'migrations')): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), 'utf8');
      return {
        name,
        sql,
        hash: createHash('sha256').update(sql).digest('hex'),
      };
    }),
  );
}

/**
 * Brings the database to the present version: applies what is missing, each file in its own transaction, under a lock.
 * Forward only: a file that was applied and has since been changed, or is missing here, is an error.
 * Returns the names of the files applied.
 */
export async function migrate(pool: pg.Pool, migrations: readonly Migration[]): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    await client.query(
      'create table if not exists migration (name text primary key, hash text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from migration');
    const applied = new Map(rows.map((row) => [row.name, row.hash]));
    for (const name of applied.keys()) {
      if (!migrations.some((migration) => migration.name === name)) {
        throw new Error(`The database was made by a newer version (${name}). Start that version, or restore a backup.`);
      }
    }
    const done: string[] = [];
    for (const { name, sql, hash } of migrations) {
      const before = applied.get(name);
      if (before === hash) continue;
      if (before !== undefined) throw new Error(`Migration ${name} was changed after it had been applied.`);
      await client.query('begin');
      try {
        await client.query(sql);
        await client.query('insert into migration (name, hash) values ($1, $2)', [name, hash]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error });
      }
      done.push(name);
    }
    return done;
  } finally {
    // Closing the connection lets go of the lock, whatever state an error left it in.
    client.release(true);
  }
}
