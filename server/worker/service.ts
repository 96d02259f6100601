import { areaWithin } from '../../app/account/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import { type WorkerDraft, type WorkerState, workerContract } from '../../app/worker/index.ts';
import * as accounts from '../account/store.ts';
import type { ActContext } from '../pipeline/binding.ts';
import type { Database } from '../storage/database.ts';
import type { WorkerRegistry } from './registry.ts';
import * as store from './store.ts';

type Context = Pick<ActContext, 'database' | 'now' | 'emit' | 'afterCommit'>;

/** More workers in one event than this are told in several. */
const mostInEvent = 200;

/** What happens to workers. Other words change a worker only through this. */
export class WorkerService {
  readonly registry: WorkerRegistry;

  constructor(registry: WorkerRegistry) {
    this.registry = registry;
  }

  async enrol(
    drafts: readonly WorkerDraft[],
    jurisdiction: string,
    context: Context,
  ): Promise<{ id: string; index: number; login: string }[]> {
    for (const { area } of drafts) refuseOutside(area, jurisdiction);
    const known = await accounts.enrolAccounts(
      context.database,
      drafts.map(({ login, name, area }) => ({ login, name, area, role: 'worker' as const })),
    );
    for (const { area } of known) refuseOutside(area, jurisdiction);
    await this.#refuseOtherRoles(context.database, known);
    const idOf = new Map(known.map(({ login, id }) => [login, id]));
    const drafted = new Map(drafts.map((draft) => [draft.login, draft]));
    await store.putWorkers(
      context.database,
      [...drafted.values()].map(({ login, phone, posts }) => ({
        id: idOf.get(login) ?? '',
        phone: phone ?? null,
        posts,
      })),
      context.now,
    );
    const rows = await this.#changed(
      known.map(({ id }) => id),
      context,
    );
    const loginOf = new Map(known.map(({ login, id }) => [id, login]));
    return rows.map(({ id, index }) => ({ id, index, login: loginOf.get(id) ?? '' }));
  }

  /** Sets the duty of workers; who is on that duty already is left as is. */
  async setDuty(ids: readonly string[], onDuty: boolean, context: Context): Promise<void> {
    const changed = await store.setDuty(context.database, ids, onDuty, context.now);
    await this.#changed(changed, context);
  }

  /** Dispatch says whether the worker has an order in hand. Call it inside the act's transaction. */
  async setBusy(id: string, busy: boolean, context: Context): Promise<void> {
    if (await store.setBusy(context.database, id, busy)) await this.#changed([id], context);
  }

  async setSos(id: string, since: Date | null, context: Context): Promise<void> {
    if (await store.setSos(context.database, id, since)) await this.#changed([id], context);
  }

  /** Tells the consoles of each worker's area and the worker, and puts them into the registry after the commit. */
  async #changed(ids: readonly string[], { database, emit, afterCommit }: Context): Promise<store.WorkerRow[]> {
    if (ids.length === 0) return [];
    const rows = await store.workersByIds(database, ids);
    const byArea = new Map<string, store.WorkerRow[]>();
    for (const row of rows) {
      const there = byArea.get(row.area);
      if (there) there.push(row);
      else byArea.set(row.area, [row]);
    }
    for (const [area, there] of byArea) {
      for (let start = 0; start < there.length; start += mostInEvent) {
        const part = there.slice(start, start + mostInEvent);
        emit(
          workerContract.changed,
          { workers: part.map(stateOfRow) },
          { area, accounts: part.length === 1 ? part.map(({ id }) => id) : [] },
        );
      }
    }
    // At once, before the act is acknowledged: who has just come on duty may send a position.
    afterCommit(() => this.registry.put(rows));
    return rows;
  }

  async #refuseOtherRoles(database: Database, known: readonly { id: string; login: string }[]): Promise<void> {
    const other = await accounts.otherRole(
      database,
      known.map(({ id }) => id),
      'worker',
    );
    if (other) throw new SipinError('conflict', 'worker.login-taken', { login: other });
  }
}

/** What of a worker the map needs, as it travels. */
export function stateOfRow(row: Pick<store.WorkerRow, keyof WorkerState>): WorkerState {
  const { id, index, name, area, onDuty, busy, sosSince } = row;
  return { id, index, name, area, onDuty, busy, sosSince: sosSince?.toISOString() ?? null };
}

function refuseOutside(area: string, jurisdiction: string): void {
  if (!areaWithin(area, jurisdiction)) throw new SipinError('forbidden', 'contract.area-refused', { area });
}
