import { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { areaWithin } from '../../app/account/index.ts';
import { type AuditFilter, auditContract as contract } from '../../app/audit/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import { bindQuery } from '../pipeline/binding.ts';
import { type Authenticator, actorOf } from '../pipeline/http.ts';
import type { ServerModule } from '../pipeline/module.ts';
import type { Health } from '../runtime/health.ts';
import type { Database } from '../storage/database.ts';
import { csvHead, csvLine } from './csv.ts';
import { writeAuditEntry } from './entry.ts';
import { Sealer } from './sealer.ts';
import { listEntries } from './store.ts';
import { verifyJournal } from './verify.ts';

const batch = 1_000;

/** The journal: sealed, looked at, proved, exported. */
export function createAuditModule(parts: {
  database: Database;
  health: Health;
  log: Logger;
  authenticator: Authenticator;
}): ServerModule {
  const { database, authenticator } = parts;
  const sealer = new Sealer(parts);
  return {
    start: () => sealer.start(),
    stop: () => sealer.stop(),
    bindings: [
      bindQuery(contract.list, {
        where: ({ area }) => area ?? null,
        async run({ area, limit, ...filter }, { actor }) {
          const entries = await listEntries(database, { ...filter, within: area ?? actor.area, limit });
          return { entries, next: entries.length === limit ? (entries.at(-1)?.id ?? null) : null };
        },
      }),
      bindQuery(contract.verify, { where: () => null, run: () => verifyJournal(database) }),
    ],
    routes(server) {
      server.get('/api/audit/export.csv', async (request, reply) => {
        const actor = await actorOf(request, authenticator);
        if (!(contract.list.roles as readonly string[]).includes(actor.role)) {
          throw new SipinError('forbidden', 'contract.role-refused');
        }
        const parsed = contract.auditFilter.safeParse(request.query);
        if (!parsed.success) {
          throw new SipinError('input', 'contract.invalid-input', { path: 'query', problem: 'filter' });
        }
        const filter = parsed.data;
        if (filter.area && !areaWithin(filter.area, actor.area)) {
          throw new SipinError('forbidden', 'contract.area-refused', { area: filter.area });
        }
        await writeAuditEntry(database, {
          kind: 'audit.export',
          outcome: 'done',
          actor,
          subjectArea: filter.area ?? null,
          detail: filter,
          address: request.ip,
          request: request.id,
          at: new Date(),
        });
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="audit.csv"')
          .send(Readable.from(lines(database, filter, filter.area ?? actor.area)));
      });
    },
  };
}

/** The lines of an export, read batch by batch as they are taken. */
async function* lines(database: Database, filter: AuditFilter, within: string): AsyncGenerator<string> {
  yield csvHead;
  for (let before: number | undefined; ; ) {
    const entries = await listEntries(database, { ...filter, within, before, limit: batch });
    if (entries.length > 0) yield entries.map(csvLine).join('');
    if (entries.length < batch) return;
    before = entries.at(-1)?.id;
  }
}
