import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import { createAreaModule } from './area/acts.ts';
import type { AreaDirectory } from './area/directory.ts';
import { createAuditModule } from './audit/acts.ts';
import { createCameraModule } from './camera/acts.ts';
import { createConferenceModule } from './conference/acts.ts';
import { createDispatchModule } from './dispatch/acts.ts';
import { Deliverer } from './dispatch/deliverer.ts';
import { DispatchService } from './dispatch/service.ts';
import { createFileModule } from './file/acts.ts';
import { createIncidentModule } from './incident/acts.ts';
import { IncidentService } from './incident/service.ts';
import type { Authenticator } from './pipeline/http.ts';
import type { ServerModule } from './pipeline/module.ts';
import type { Sequencer } from './pipeline/sequencer.ts';
import { createPositionModule } from './position/acts.ts';
import { readGround } from './position/ground.ts';
import { PositionService } from './position/service.ts';
import { createRoomModule } from './room/acts.ts';
import { RoomService } from './room/service.ts';
import type { Health } from './runtime/health.ts';
import type { Database, Storage } from './storage/database.ts';
import { createWorkerModule } from './worker/acts.ts';
import { WorkerRegistry } from './worker/registry.ts';
import { WorkerService } from './worker/service.ts';

/** What runs beside the server and may come later than it, or go and come back. */
export interface Services {
  /** LiveKit as it is reached from this machine; undefined while it is not there. */
  livekit(): { readonly url: string; readonly apiKey: string; readonly apiSecret: string } | undefined;
  /** The mediasoup worker's binary; undefined while it is being prepared. Calls back when that changes. */
  mediasoupWorker(): string | undefined;
  /** Calls back when LiveKit or the mediasoup worker has come or gone; returns the unsubscribe. */
  changed(listener: () => void): () => void;
  /** Address that clients and cameras see for media: an IP address of this machine. */
  readonly mediaAddress: string;
  /** UDP port of the cameras' media. */
  readonly mediaPort: number;
}

/** What every word may use. */
export interface ModuleParts extends Services {
  readonly storage: Storage;
  readonly database: Database;
  readonly log: Logger;
  readonly health: Health;
  readonly authenticator: Authenticator;
  readonly sequencer: Sequencer;
  readonly io: Server;
  readonly dataFolder: string;
  readonly areas: AreaDirectory;
}

/** All words but `account`, in the order in which they start; they stop in the reverse order. */
export function createModules(parts: ModuleParts): ServerModule[] {
  const { storage, database, log, health, io, authenticator } = parts;
  const registry = new WorkerRegistry(database, log);
  const workers = new WorkerService(registry);
  const keptDays = Number(process.env.SIPIN_TRACK_DAYS ?? 30);
  const positions = new PositionService({ storage, io, log, health, registry, keptDays });
  const incidents = new IncidentService(parts.areas);
  const deliverer = new Deliverer(parts);
  const orders = new DispatchService(workers, incidents, (ids) => deliverer.wake(ids));
  const rooms = new RoomService({ database, log, services: parts });
  return [
    createFileModule(parts),
    createAreaModule(parts.areas),
    createWorkerModule(workers),
    createPositionModule({ service: positions, registry, authenticator, ground: readGround(process.env) }),
    createIncidentModule(incidents),
    createDispatchModule(orders, deliverer),
    createAuditModule(parts),
    createCameraModule(parts),
    createRoomModule(parts, rooms),
    createConferenceModule(parts, rooms),
  ];
}
