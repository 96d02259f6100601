import { type ColumnType, type Generated, type Insertable, sql } from 'kysely';
import type { Order, OrderStep, State } from '../../app/dispatch/index.ts';
import type { Database } from '../storage/database.ts';

interface OrderTable {
  id: Generated<string>;
  batch: string;
  incident_id: string | null;
  worker_id: string;
  worker_name: string;
  area: string;
  text: string;
  longitude: number | null;
  latitude: number | null;
  sender_name: string;
  accept_by: Date;
  state: State;
  at: ColumnType<Date, Date, never>;
}

interface StepTable {
  id: Generated<number>;
  order_id: string;
  state: State;
  at: ColumnType<Date, Date, never>;
  account_id: string | null;
  name: string;
  note: string;
  photos: ColumnType<string[], string[], never>;
}

declare module '../storage/database.ts' {
  interface Tables {
    dispatch_order: OrderTable;
    dispatch_step: StepTable;
  }
}

export type OrderDraft = Omit<OrderTable, 'id' | 'state' | 'at'> & { at: Date };
export interface StepDraft {
  readonly state: State;
  readonly at: Date;
  readonly account: string | null;
  readonly name: string;
  readonly note: string;
  readonly photos: readonly string[];
}

type Row = Omit<OrderTable, 'id' | 'at'> & { id: string; at: Date };

function orderOf(row: Row, steps: OrderStep[]): Order {
  return {
    id: row.id,
    batch: row.batch,
    incident: row.incident_id,
    worker: row.worker_id,
    workerName: row.worker_name,
    area: row.area,
    text: row.text,
    longitude: row.longitude,
    latitude: row.latitude,
    senderName: row.sender_name,
    acceptBy: row.accept_by.toISOString(),
    state: row.state,
    steps,
  };
}

/** Orders with all their steps, in the order of the rows. */
async function withSteps(database: Database, rows: readonly Row[]): Promise<Order[]> {
  if (rows.length === 0) return [];
  const steps = await database
    .selectFrom('dispatch_step')
    .select(['order_id', 'state', 'at', 'name', 'note', 'photos'])
    .where(
      'order_id',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('id')
    .execute();
  const byOrder = new Map<string, OrderStep[]>();
  for (const { order_id: id, at, ...step } of steps) {
    const there = byOrder.get(id) ?? [];
    there.push({ ...step, at: at.toISOString() });
    byOrder.set(id, there);
  }
  return rows.map((row) => orderOf(row, byOrder.get(row.id) ?? []));
}

export async function insertOrders(
  database: Database,
  drafts: readonly OrderDraft[],
  sender: string,
): Promise<Order[]> {
  const rows = await database
    .insertInto('dispatch_order')
    .values(drafts.map((draft) => ({ ...draft, state: 'queued' as const })))
    .returningAll()
    .execute();
  const steps = rows.map((row) => ({ ...stepOf('queued', row.at, row.sender_name), row }));
  await insertSteps(
    database,
    steps.map(({ row, ...step }) => ({ ...step, order_id: row.id, account_id: sender })),
  );
  return steps.map(({ row, at, ...step }) => orderOf(row, [{ ...step, at: at.toISOString() }]));
}

function stepOf(state: State, at: Date, name: string) {
  return { state, at, name, note: '', photos: [] as string[] };
}

async function insertSteps(database: Database, steps: readonly Insertable<StepTable>[]): Promise<void> {
  await database
    .insertInto('dispatch_step')
    .values([...steps])
    .execute();
}

/** Orders by identifier, locked in a fixed order so that two acts never wait for each other crosswise. */
export async function lockOrders(database: Database, ids: readonly string[]): Promise<Order[]> {
  const rows = await database
    .selectFrom('dispatch_order')
    .selectAll()
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute();
  return withSteps(database, rows);
}

export async function orderById(database: Database, id: string): Promise<Order | undefined> {
  const row = await database.selectFrom('dispatch_order').selectAll().where('id', '=', id).executeTakeFirst();
  const [order] = row ? await withSteps(database, [row]) : [];
  return order;
}

/** Writes steps of several orders, each with the state that it leads to, at once; the orders as they are then. */
export async function writeSteps(
  database: Database,
  moves: readonly { readonly order: Order; readonly steps: readonly StepDraft[] }[],
): Promise<Order[]> {
  const moved = moves.filter(({ steps }) => steps.length > 0);
  if (moved.length === 0) return [];
  await insertSteps(
    database,
    moved.flatMap(({ order, steps }) =>
      steps.map(({ account, photos, ...step }) => ({
        ...step,
        order_id: order.id,
        account_id: account,
        photos: [...photos],
      })),
    ),
  );
  const written = moved.map(({ order, steps }) => ({
    ...order,
    state: steps.at(-1)?.state ?? order.state,
    steps: [
      ...order.steps,
      ...steps.map(({ state, at, name, note, photos }) => ({
        state,
        at: at.toISOString(),
        name,
        note,
        photos: [...photos],
      })),
    ],
  }));
  for (const state of new Set(written.map((order) => order.state))) {
    const ids = written.filter((order) => order.state === state).map(({ id }) => id);
    await database.updateTable('dispatch_order').set({ state }).where('id', 'in', ids).execute();
  }
  return written;
}

const over: readonly State[] = ['done', 'declined', 'cancelled'];

export async function listOrders(
  database: Database,
  filter: { within: string; incident?: string | undefined; worker?: string | undefined; open: boolean },
): Promise<Order[]> {
  let select = database
    .selectFrom('dispatch_order')
    .selectAll()
    .where('area', 'like', `${filter.within}%`)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(200);
  if (filter.incident) select = select.where('incident_id', '=', filter.incident);
  if (filter.worker) select = select.where('worker_id', '=', filter.worker);
  if (filter.open) select = select.where('state', 'not in', over);
  return withSteps(database, await select.execute());
}

/** Orders of a worker that are not over, and those since `since`; the newest first. */
export async function inboxOf(database: Database, worker: string, since: Date): Promise<Order[]> {
  const rows = await database
    .selectFrom('dispatch_order')
    .selectAll()
    .where('worker_id', '=', worker)
    .where((where) => where.or([where('state', 'not in', over), where('at', '>', since)]))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return withSteps(database, rows);
}

/** Orders that wait for the phones of these workers. */
export async function queuedFor(database: Database, workers: readonly string[]): Promise<string[]> {
  if (workers.length === 0) return [];
  const rows = await database
    .selectFrom('dispatch_order')
    .select('id')
    .where('worker_id', 'in', [...workers])
    .where('state', '=', 'queued')
    .execute();
  return rows.map(({ id }) => id);
}

/** Workers for whom orders wait. */
export async function workersWaitedFor(database: Database): Promise<string[]> {
  const rows = await database
    .selectFrom('dispatch_order')
    .select('worker_id')
    .distinct()
    .where('state', '=', 'queued')
    .limit(5_000)
    .execute();
  return rows.map((row) => row.worker_id);
}

/** Has the worker an order in hand, other than this one? */
export async function hasOtherInHand(database: Database, worker: string, order: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from dispatch_order
    where worker_id = ${worker} and id <> ${order} and state in ('accepted', 'arrived') limit 1`.execute(database);
  return rows.length > 0;
}
