import { type ColumnType, type Generated, sql } from 'kysely';
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
  return rows.map((row) => ({
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
    steps: byOrder.get(row.id) ?? [],
  }));
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
  await database
    .insertInto('dispatch_step')
    .values(
      rows.map((row) => ({
        order_id: row.id,
        state: 'queued' as const,
        at: row.at,
        account_id: sender,
        name: row.sender_name,
        note: '',
        photos: [],
      })),
    )
    .execute();
  return withSteps(database, rows);
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

export async function writeStep(database: Database, order: Order, step: StepDraft): Promise<Order> {
  const { account, photos, ...rest } = step;
  await database
    .insertInto('dispatch_step')
    .values({ ...rest, order_id: order.id, account_id: account, photos: [...photos] })
    .execute();
  await database.updateTable('dispatch_order').set({ state: step.state }).where('id', '=', order.id).execute();
  const told: OrderStep = {
    state: step.state,
    at: step.at.toISOString(),
    name: step.name,
    note: step.note,
    photos: [...photos],
  };
  return { ...order, state: step.state, steps: [...order.steps, told] };
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
