import { areaWithin } from '../../app/account/index.ts';
import { consoleRoles } from '../../app/account/model.ts';
import { SipinError } from '../../app/contract/index.ts';
import { languageFor } from '../../app/messages.ts';
import {
  positionContract as contract,
  type Ground,
  ingestPath,
  positionMessages,
  thin,
  watchInput,
} from '../../app/position/index.ts';
import { bindAct, bindQuery } from '../pipeline/binding.ts';
import { type Authenticator, actorOf } from '../pipeline/http.ts';
import type { ServerModule } from '../pipeline/module.ts';
import { errorBody } from '../pipeline/pipeline.ts';
import { RateLimiter } from '../pipeline/rate.ts';
import { newRequestId } from '../pipeline/request-id.ts';
import type { Connection } from '../pipeline/socket.ts';
import type { WorkerRegistry } from '../worker/registry.ts';
import type { PositionService } from './service.ts';
import * as store from './store.ts';

/** Largest frame that is taken, in bytes: 20,000 records and some room. */
const frameLimit = 512 * 1024;
const watchRate = { most: 30, seconds: 10 };
const ingestRate = { most: 400, seconds: 10 };

/** Positions: in from phones and gateways, out as frames to those who watch, and the tracks. */
export function createPositionModule(parts: {
  service: PositionService;
  registry: WorkerRegistry;
  authenticator: Authenticator;
  ground: Ground;
}): ServerModule {
  const { service, registry, authenticator, ground } = parts;
  const rates = new RateLimiter();
  const limit = (key: string, rate: typeof watchRate) => {
    const wait = rates.take(key, rate);
    if (wait > 0) throw new SipinError('limit', 'contract.too-many', { seconds: wait });
  };
  const requireWorker = (id: string) => {
    const worker = registry.byId(id);
    if (!worker) throw new SipinError('not-found', 'worker.not-found');
    return worker;
  };

  return {
    bindings: [
      bindAct(contract.report, {
        where: () => null,
        run: ({ fixes }, { actor }) => service.report(actor.accountId, fixes),
      }),
      bindQuery(contract.latest, {
        where: () => null,
        async run({ workers }, { actor, now }) {
          const places = workers.flatMap((id) => {
            const worker = registry.byId(id);
            if (!worker || !areaWithin(worker.area, actor.area)) return [];
            return service.placeOf(worker, now.getTime()) ?? [];
          });
          return { places };
        },
      }),
      bindQuery(contract.nearest, {
        where: () => null,
        async run({ longitude, latitude, limit }, { actor }) {
          return { places: service.nearest(actor.area, longitude, latitude, limit) };
        },
      }),
      bindQuery(contract.track, {
        where({ worker }, { actor }) {
          if (actor.role !== 'worker') return requireWorker(worker).area;
          if (worker !== actor.accountId) throw new SipinError('forbidden', 'contract.role-refused');
          return null;
        },
        async run({ worker, from, to, points }, { database }) {
          const { index } = requireWorker(worker);
          const fixes = await store.readTrack(database, index, new Date(from), new Date(to));
          const kept = thin(fixes, points).flatMap((at) => fixes[at] ?? []);
          return {
            total: fixes.length,
            times: kept.map(({ time }) => time),
            longitudes: kept.map(({ longitude }) => longitude),
            latitudes: kept.map(({ latitude }) => latitude),
            speeds: kept.map(({ speed }) => (speed < 0 ? null : speed)),
            flagged: kept.map(({ flagged }) => flagged),
          };
        },
      }),
      bindQuery(contract.looks, {
        where: () => null,
        async run(_, { database, actor }) {
          const rows = await store.readLooks(database, actor.accountId);
          return {
            looks: rows.map(({ at, name, area, from, to }) => ({
              at: at.toISOString(),
              name: name ?? '',
              area: area ?? '',
              from,
              to,
            })),
          };
        },
      }),
      bindQuery(contract.ground, { where: () => null, run: async () => ground }),
    ],

    routes(server) {
      // A room of its own, so that the parser of octet-streams is no other route's.
      server.register(async (scope) => {
        scope.addContentTypeParser(
          'application/octet-stream',
          { parseAs: 'buffer', bodyLimit: frameLimit },
          (_request, body, done) => done(null, body),
        );
        scope.post(ingestPath, { bodyLimit: frameLimit }, async (request) => {
          const actor = await actorOf(request, authenticator);
          if (actor.role !== 'gateway') throw new SipinError('forbidden', 'contract.role-refused');
          limit(`ingest ${actor.sessionId}`, ingestRate);
          return service.ingest(actor, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
        });
      });
    },

    connected({ socket, actor }: Connection) {
      const language = languageFor(socket.handshake.headers['accept-language']);
      const answer = (reply: unknown, carry: () => unknown) => {
        if (typeof reply !== 'function') return;
        Promise.resolve()
          .then(carry)
          .then(
            (output) => reply({ ok: true, output }),
            (error) => reply({ ok: false, error: errorBody(error, newRequestId(), language) }),
          );
      };
      socket.on(positionMessages.watch, (raw: unknown, reply: unknown) =>
        answer(reply, () => {
          limit(`watch ${socket.id}`, watchRate);
          if (!(consoleRoles as readonly string[]).includes(actor.role)) {
            throw new SipinError('forbidden', 'contract.role-refused');
          }
          const input = watchInput.safeParse(raw);
          if (!input.success)
            throw new SipinError('input', 'contract.invalid-input', { path: 'area', problem: 'area' });
          const { area } = input.data;
          if (!areaWithin(area, actor.area)) throw new SipinError('forbidden', 'contract.area-refused', { area });
          return { area, frame: service.fanOut.watch(socket, area) };
        }),
      );
      socket.on(positionMessages.unwatch, () => service.fanOut.unwatch(socket));
      socket.on(positionMessages.ingest, (raw: unknown, reply: unknown) =>
        answer(reply, () => {
          if (actor.role !== 'gateway') throw new SipinError('forbidden', 'contract.role-refused');
          limit(`ingest ${actor.sessionId}`, ingestRate);
          if (!Buffer.isBuffer(raw) || raw.length > frameLimit) return service.ingest(actor, Buffer.alloc(0));
          return service.ingest(actor, raw);
        }),
      );
      socket.on('disconnect', () => service.fanOut.unwatch(socket));
    },

    start: () => service.start(),
    stop: () => service.stop(),
  };
}
