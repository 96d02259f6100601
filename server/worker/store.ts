import { type ColumnType, type GeneratedAlways, sql } from 'kysely';
import type { Worker } from '../../app/worker/index.ts';
import type { Database } from '../storage/database.ts';

interface WorkerTable {
  id: string;
  index: GeneratedAlways<number>;
  phone: string | null;
  posts: string[];
  on_duty: ColumnType<boolean, boolean | undefined, boolean>;
  duty_since: ColumnType<Date, Date | undefined, Date>;
  busy: ColumnType<boolean, boolean | undefined, boolean>;
  sos_since: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

declare module '../storage/database.ts' {
  interface Tables {
    worker: WorkerTable;
  }
}

/** A worker as it stands in the database: telephone unmasked, times as dates. */
export interface WorkerRow {
  readonly id: string;
  readonly index: number;
  readonly name: string;
  readonly area: string;
  readonly phone: string | null;
  readonly posts: string[];
  readonly onDuty: boolean;
  readonly dutySince: Date;
  readonly busy: boolean;
  readonly sosSince: Date | null;
}

const columns = [
  'worker.id',
  'worker.index',
  'account.name',
  'account.area',
  'worker.phone',
  'worker.posts',
  'worker.on_duty as onDuty',
  'worker.duty_since as dutySince',
  'worker.busy',
  'worker.sos_since as sosSince',
] as const;

const workers = (database: Database) =>
  database.selectFrom('worker').innerJoin('account', 'account.id', 'worker.id').select(columns);

/** Adds workers for accounts that exist; those that are workers already get the new telephone and posts. */
export async function putWorkers(
  database: Database,
  rows: readonly { id: string; phone: string | null; posts: string[] }[],
  now: Date,
): Promise<void> {
  for (let start = 0; start < rows.length; start += 1_000) {
    await database
      .insertInto('worker')
      .values(rows.slice(start, start + 1_000).map((row) => ({ ...row, duty_since: now })))
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((set) => ({ phone: set.ref('excluded.phone'), posts: set.ref('excluded.posts') })),
      )
      .execute();
  }
}

export async function workersByIds(database: Database, ids: readonly string[]): Promise<WorkerRow[]> {
  return workers(database)
    .where('worker.id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('worker.index')
    .execute();
}

export async function workerById(database: Database, id: string): Promise<WorkerRow | undefined> {
  return workers(database).where('worker.id', '=', id).executeTakeFirst();
}

/** All workers of an area and below whose account is not switched off, by index. */
export async function workersWithin(database: Database, area: string): Promise<WorkerRow[]> {
  return workers(database)
    .where('account.area', 'like', `${area}%`)
    .where('account.disabled', '=', false)
    .orderBy('worker.index')
    .execute();
}

/** One page of the workers of an area, by name and index. */
export async function listWorkers(
  database: Database,
  filter: {
    within: string;
    search?: string | undefined;
    onDuty?: boolean | undefined;
    after?: { name: string; index: number } | undefined;
    limit: number;
  },
): Promise<WorkerRow[]> {
  let select = workers(database)
    .where('account.area', 'like', `${filter.within}%`)
    .where('account.disabled', '=', false)
    .orderBy('account.name')
    .orderBy('worker.index')
    .limit(filter.limit);
  if (filter.onDuty !== undefined) select = select.where('worker.on_duty', '=', filter.onDuty);
  if (filter.search) select = select.where('account.name', 'like', `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`);
  if (filter.after) {
    const { name, index } = filter.after;
    select = select.where(sql<boolean>`(account.name, worker.index) > (${name}, ${index})`);
  }
  return select.execute();
}

export async function countWorkers(database: Database, within: string): Promise<{ total: number; onDuty: number }> {
  const row = await database
    .selectFrom('worker')
    .innerJoin('account', 'account.id', 'worker.id')
    .select((select) => [
      select.fn.countAll<number>().as('total'),
      select.fn.countAll<number>().filterWhere('worker.on_duty', '=', true).as('onDuty'),
    ])
    .where('account.area', 'like', `${within}%`)
    .where('account.disabled', '=', false)
    .executeTakeFirstOrThrow();
  return { total: Number(row.total), onDuty: Number(row.onDuty) };
}

/** Sets the duty of those whose duty is another; returns their identifiers. */
export async function setDuty(
  database: Database,
  ids: readonly string[],
  onDuty: boolean,
  now: Date,
): Promise<string[]> {
  const rows = await database
    .updateTable('worker')
    .set({ on_duty: onDuty, duty_since: now })
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('on_duty', '=', !onDuty)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Marks whether the worker has an order in hand; true when that was another before. */
export async function setBusy(database: Database, id: string, busy: boolean): Promise<boolean> {
  const done = await database
    .updateTable('worker')
    .set({ busy })
    .where('id', '=', id)
    .where('busy', '=', !busy)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** Opens or ends the call for help; true when that was another before. */
export async function setSos(database: Database, id: string, since: Date | null): Promise<boolean> {
  const done = await database
    .updateTable('worker')
    .set({ sos_since: since })
    .where('id', '=', id)
    .where('sos_since', since === null ? 'is not' : 'is', null)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** The worker as everybody may see it, with times as text; the telephone still whole. */
export function workerOf(row: WorkerRow): Worker {
  return { ...row, dutySince: row.dutySince.toISOString(), sosSince: row.sosSince?.toISOString() ?? null };
}
