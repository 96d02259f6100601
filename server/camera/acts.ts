import { areaWithin } from '../../app/account/index.ts';
import { type Camera, cameraContract as contract } from '../../app/camera/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import type { ModuleParts } from '../modules.ts';
import { bindAct, bindQuery } from '../pipeline/binding.ts';
import type { ServerModule } from '../pipeline/module.ts';
import type { Database } from '../storage/database.ts';
import { Media } from './media.ts';
import { CameraLines } from './messages.ts';
import { CameraNetworks } from './networks.ts';
import { CameraService } from './service.ts';
import { Stills } from './stills.ts';
import * as store from './store.ts';
import { Vault } from './vault.ts';
import { Views } from './views.ts';

/** Cameras: register, networks, and the way of their pictures to the consoles. */
export function createCameraModule(parts: ModuleParts): ServerModule {
  const { database, log, dataFolder } = parts;
  const networks = new CameraNetworks();
  const vault = new Vault(dataFolder);
  const media = new Media({ services: parts, health: parts.health, log });
  const service = new CameraService({ database, log, vault, networks, media, stills: new Stills() });
  const views = new Views();
  const lines = new CameraLines({ service, media, views, log });
  const withStream = (camera: Camera) => ({ ...camera, stream: service.streamOf(camera.id) });

  return {
    bindings: [
      bindAct(contract.allow, {
        where: () => null,
        async run(input, context) {
          await store.setNetworks(context.database, input.networks);
          context.afterCommit(() => service.readNetworks());
          return {};
        },
      }),
      bindQuery(contract.networks, {
        where: () => null,
        run: async (_, context) => ({ networks: await store.listNetworks(context.database) }),
      }),
      bindAct(contract.register, {
        where: () => null,
        async run({ cameras }, { actor, database, emit, afterCommit }) {
          const allowed = new CameraNetworks();
          allowed.set(await store.listNetworks(database));
          const known = await store.areasOfNumbers(
            database,
            cameras.map(({ number }) => number),
          );
          const foreign = [...cameras.map(({ area }) => area), ...known].find((area) => !areaWithin(area, actor.area));
          if (foreign !== undefined) throw new SipinError('forbidden', 'contract.area-refused', { area: foreign });
          for (const { number, address } of cameras) {
            if (!allowed.mayRegister(address)) throw new SipinError('input', 'camera.not-allowed', { number });
          }
          const last = new Map(cameras.map((camera) => [camera.number, camera]));
          const rows = [...last.values()].map(({ user, password, ...camera }) => ({
            ...camera,
            credentials: vault.seal({ user, password }, camera.number),
          }));
          const put = await store.putCameras(database, rows);
          emit(contract.changed, { cameras: put.map(({ id }) => id).slice(0, 100) }, { area: actor.area });
          afterCommit(() => service.reload(put.map(({ id }) => id)));
          return { cameras: put };
        },
      }),
      bindAct(contract.remove, {
        where: async ({ camera }, { database }) => (await requireCamera(database, camera)).area,
        async run({ camera }, { database, emit, afterCommit, note }) {
          const { area, number, name } = await requireCamera(database, camera);
          await store.removeCamera(database, camera);
          note({ number, name });
          emit(contract.changed, { cameras: [camera] }, { area });
          afterCommit(() => service.removed(camera));
          return {};
        },
      }),
      bindAct(contract.open, {
        where: async ({ camera }, { database }) => (await requireCamera(database, camera)).area,
        async run({ camera }, { actor, database, note }) {
          const { name } = await requireCamera(database, camera);
          note({ name });
          return { view: views.open(actor, camera, (view) => lines.watches(view)).id };
        },
      }),
      bindAct(contract.close, {
        where: () => null,
        async run({ view }, { actor, note, afterCommit }) {
          const { camera } = views.require(view, actor.sessionId);
          note({ camera });
          afterCommit(() => {
            lines.closed(view);
            views.close(view);
          });
          return {};
        },
      }),
      bindQuery(contract.list, {
        where: ({ area }) => area ?? null,
        async run({ area, search, after, limit }, { actor, database }) {
          const filter = { within: area ?? actor.area, search };
          const rows = await store.listCameras(database, { ...filter, after: cursorOf(after), limit });
          const last = rows.at(-1);
          return {
            cameras: rows.map(withStream),
            next: last && rows.length === limit ? `${last.id} ${last.name}` : null,
            total: await store.countCameras(database, filter),
          };
        },
      }),
      bindQuery(contract.get, {
        where: async ({ camera }, { database }) => (await requireCamera(database, camera)).area,
        run: async ({ camera }, { database }) => withStream(await requireCamera(database, camera)),
      }),
    ],
    connected: (connection) => lines.connected(connection),
    async start() {
      await service.start();
      lines.start();
    },
    async stop() {
      lines.stop();
      await service.stop();
    },
  };
}

async function requireCamera(database: Database, id: string): Promise<Camera> {
  const camera = await store.cameraById(database, id);
  if (!camera) throw new SipinError('not-found', 'camera.not-found');
  return camera;
}

/** The cursor of a list is identifier and name of the last row seen. */
function cursorOf(after: string | undefined): { id: string; name: string } | undefined {
  const match = after?.match(/^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (.+)$/s);
  return match?.[1] && match[2] ? { id: match[1], name: match[2] } : undefined;
}
