import { type Actor, areaWithin } from '../../app/account/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import { workerContract as contract, maskPhone, type Worker } from '../../app/worker/index.ts';
import { bindAct, bindQuery } from '../pipeline/binding.ts';
import type { ServerModule } from '../pipeline/module.ts';
import type { Database } from '../storage/database.ts';
import { stateOfRow, type WorkerService } from './service.ts';
import * as store from './store.ts';

/** Grid workers: enrolment, duty, calls for help, lists. */
export function createWorkerModule(service: WorkerService): ServerModule {
  return {
    start: () => service.registry.start(),
    bindings: [
      bindAct(contract.enrol, {
        where: () => null,
        async run({ workers }, context) {
          return { workers: await service.enrol(workers, context.actor.area, context) };
        },
      }),
      bindAct(contract.setDuty, {
        where: () => null,
        async run({ onDuty }, context) {
          await requireWorker(context.database, context.actor.accountId, 'no-worker');
          await service.setDuty([context.actor.accountId], onDuty, context);
          return {};
        },
      }),
      bindAct(contract.passDuty, {
        where: () => null,
        async run({ workers, onDuty }, context) {
          const known = await store.workersByIds(context.database, workers);
          if (known.length !== new Set(workers).size) throw new SipinError('not-found', 'worker.not-found');
          for (const { area } of known) {
            if (!areaWithin(area, context.actor.area))
              throw new SipinError('forbidden', 'contract.area-refused', { area });
          }
          await service.setDuty(workers, onDuty, context);
          return {};
        },
      }),
      bindAct(contract.raiseSos, {
        where: () => null,
        async run(_, context) {
          await requireWorker(context.database, context.actor.accountId, 'no-worker');
          await service.setSos(context.actor.accountId, context.now, context);
          return {};
        },
      }),
      bindAct(contract.clearSos, {
        where: ({ worker }, { database, actor }) => areaOf(database, worker, actor),
        async run({ worker }, context) {
          await service.setSos(worker, null, context);
          return {};
        },
      }),
      bindQuery(contract.list, {
        where: ({ area }) => area ?? null,
        async run({ area, search, onDuty, after, limit }, { database, actor }) {
          const within = area ?? actor.area;
          const rows = await store.listWorkers(database, { within, search, onDuty, after: cursorOf(after), limit });
          const last = rows.at(-1);
          return {
            workers: rows.map((row) => seenBy(store.workerOf(row), actor)),
            next: last && rows.length === limit ? `${last.index} ${last.name}` : null,
            ...(await store.countWorkers(database, within)),
          };
        },
      }),
      bindQuery(contract.get, {
        where: ({ worker }, { database, actor }) => areaOf(database, worker, actor),
        async run({ worker }, { database, actor }) {
          return seenBy(store.workerOf(await requireWorker(database, worker)), actor);
        },
      }),
      bindQuery(contract.directory, {
        where: ({ area }) => area ?? null,
        async run({ area }, { database, actor }) {
          return { workers: (await store.workersWithin(database, area ?? actor.area)).map(stateOfRow) };
        },
      }),
    ],
  };
}

async function requireWorker(database: Database, id: string, reason = 'not-found'): Promise<store.WorkerRow> {
  const found = await store.workerById(database, id);
  if (!found) throw new SipinError(reason === 'not-found' ? 'not-found' : 'forbidden', `worker.${reason}`);
  return found;
}

/** Area of the worker that a call is about; a worker may only mean themselves. */
async function areaOf(database: Database, id: string, actor: Actor): Promise<string | null> {
  if (actor.role === 'worker') {
    if (id !== actor.accountId) throw new SipinError('forbidden', 'contract.role-refused');
    return null;
  }
  return (await requireWorker(database, id)).area;
}

function seenBy(worker: Worker, actor: Actor): Worker {
  if (worker.phone === null || worker.id === actor.accountId) return worker;
  return { ...worker, phone: maskPhone(worker.phone) };
}

/** The cursor of a list is index and name of the last row seen. */
function cursorOf(after: string | undefined): { name: string; index: number } | undefined {
  const match = after?.match(/^(\d{1,9}) (.+)$/s);
  return match?.[1] && match[2] ? { index: Number(match[1]), name: match[2] } : undefined;
}
