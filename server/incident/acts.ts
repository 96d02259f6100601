import { SipinError } from '../../app/contract/index.ts';
import { incidentContract as contract, type Step } from '../../app/incident/index.ts';
import { bindAct, bindQuery, type QueryContext } from '../pipeline/binding.ts';
import type { ServerModule } from '../pipeline/module.ts';
import type { IncidentService } from './service.ts';
import * as store from './store.ts';

type Context = Pick<QueryContext, 'database' | 'actor'>;

/** Incidents: report, and the steps of the closed loop. */
export function createIncidentModule(service: IncidentService): ServerModule {
  const areaOf = async ({ incident }: { incident: string }, { database, actor }: Context) => {
    const found = await store.incidentById(database, incident);
    if (!found) throw new SipinError('not-found', 'incident.not-found');
    // A worker may look at and comment on the own reports, wherever they lie, and nothing else.
    if (actor.role === 'worker') {
      if (found.reporter !== actor.accountId) throw new SipinError('not-found', 'incident.not-found');
      return null;
    }
    return found.area;
  };
  type Stepping = (typeof contract)['receive' | 'verify' | 'close' | 'handle' | 'giveBack' | 'reopen' | 'comment'];
  const stepping = (declaration: Stepping, step: Exclude<Step, 'reported'>) =>
    bindAct(declaration as typeof contract.receive, {
      where: (input, context) => areaOf(input, context),
      async run(input, context) {
        const { photos = [] } = input as { photos?: string[] };
        return { incident: await service.step(input.incident, step, input.note, photos, context) };
      },
    });

  return {
    bindings: [
      bindAct(contract.report, {
        // A worker reports what it finds, also beyond the edge of its grid; an operator only within the jurisdiction.
        where: ({ longitude, latitude }, { actor }) =>
          actor.role === 'worker' ? null : service.areaAt(longitude, latitude, actor),
        run: async (input, context) => ({ incident: await service.report(input, context) }),
      }),
      stepping(contract.receive, 'received'),
      stepping(contract.handle, 'handled'),
      stepping(contract.verify, 'verified'),
      stepping(contract.giveBack, 'returned'),
      stepping(contract.close, 'closed'),
      stepping(contract.reopen, 'reopened'),
      stepping(contract.comment, 'commented'),
      bindQuery(contract.list, {
        where: ({ area }, { actor }) => (actor.role === 'worker' ? null : (area ?? null)),
        async run({ area, ...filter }, { database, actor }) {
          const reporter = actor.role === 'worker' ? actor.accountId : undefined;
          const within = reporter ? '' : (area ?? actor.area);
          const incidents = await store.listIncidents(database, { ...filter, within, reporter });
          const next = incidents.length === filter.limit ? (incidents.at(-1)?.id ?? null) : null;
          return { incidents, next, open: await store.countOpen(database, within, reporter) };
        },
      }),
      bindQuery(contract.get, {
        where: (input, context) => areaOf(input, context),
        async run({ incident: id }, { database }) {
          const incident = await store.incidentById(database, id);
          if (!incident) throw new SipinError('not-found', 'incident.not-found');
          return { incident, journal: await store.journalOf(database, id) };
        },
      }),
    ],
  };
}
