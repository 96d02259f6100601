import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Role } from '../../app/account/index.ts';
import { invite } from '../../server/account/service.ts';
import { enrolAccounts } from '../../server/account/store.ts';
import { DataFolder } from '../../server/runtime/data-folder.ts';
import { Health } from '../../server/runtime/health.ts';
import { type Livekit, startLivekit } from '../../server/runtime/livekit.ts';
import { type RunningServer, startServer } from '../../server/server.ts';
import { openStorage, type Storage } from '../../server/storage/database.ts';
import { Client } from '../city/client.ts';
import { createTestDatabase } from './database.ts';
import { partPath, root } from './parts.ts';

export interface TestServerOptions {
  /** Start a real LiveKit beside it. */
  readonly livekit?: boolean;
  /** Let it run the real mediasoup worker. */
  readonly mediasoup?: boolean;
  /** Log level; the environment's SIPIN_LOG wins. */
  readonly log?: string;
}

export interface TestServer {
  readonly url: string;
  readonly storage: Storage;
  readonly health: Health;
  readonly running: RunningServer;
  readonly dataFolder: string;
  readonly livekit: Livekit | undefined;
  /** Makes (or finds) an account and signs it in over the real interface. */
  signIn(role: Role, area: string, login?: string): Promise<SignedIn>;
  /** A one-time sign-in link for a browser. */
  link(accountId: string): Promise<string>;
  stop(): Promise<void>;
}

export interface SignedIn {
  readonly id: string;
  readonly login: string;
  readonly token: string;
  readonly client: Client;
}

const livekitKey = 'testkey';
const livekitSecret = 'only-for-this-test-run-on-loopback-0123456789';

/** A real server in this process, with its own database and, where asked for, real LiveKit and mediasoup. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'sipin-server-'));
  const log = pino({ level: process.env.SIPIN_LOG ?? options.log ?? 'silent' });
  const health = new Health();
  const storage = openStorage(database.url, () => undefined);
  const listeners = new Set<() => void>();
  let livekit: Livekit | undefined;
  let livekitUp = false;
  const rendererFolder = join(root, 'renderer', 'dist');
  if (!existsSync(rendererFolder)) mkdirSync(rendererFolder, { recursive: true });
  const running = await startServer({
    storage,
    log,
    health,
    host: '127.0.0.1',
    port: 0,
    rendererFolder,
    dataFolder: folder,
    services: {
      livekit: () =>
        livekit && livekitUp ? { url: livekit.url, apiKey: livekitKey, apiSecret: livekitSecret } : undefined,
      mediasoupWorker: () => (options.mediasoup ? partPath('mediasoup') : undefined),
      changed: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      mediaAddress: '127.0.0.1',
      mediaPort: 0,
    },
  });
  if (options.livekit) {
    livekit = await startLivekit({
      binary: partPath('livekit'),
      dataFolder: await DataFolder.take(join(folder, 'livekit'), 'test'),
      apiKey: livekitKey,
      apiSecret: livekitSecret,
      mediaAddress: '127.0.0.1',
      mediaPort: 0,
      webhook: `${running.url}/api/room/webhook`,
      log,
      changed: (state) => {
        livekitUp = state.state === 'up';
        if (state.state !== 'starting') for (const listener of listeners) listener();
      },
    });
    livekitUp = true;
    for (const listener of listeners) listener();
  }
  const ticketOf = async (accountId: string) => {
    const [ticket] = await invite(storage.database, [accountId], new Date());
    if (!ticket) throw new Error('no ticket');
    return ticket.ticket;
  };
  return {
    url: running.url,
    storage,
    health,
    running,
    dataFolder: folder,
    get livekit() {
      return livekit;
    },
    async signIn(role, area, login = `${area}-${role}-${randomUUID().slice(0, 8)}`) {
      const [account] = await enrolAccounts(storage.database, [{ login, name: login, role, area }]);
      if (!account) throw new Error('no account');
      const client = await Client.redeem(running.url, await ticketOf(account.id), 'test');
      return { id: account.id, login, token: client.token ?? '', client };
    },
    async link(accountId) {
      return `${running.url}/sign-in#${await ticketOf(accountId)}`;
    },
    async stop() {
      await livekit?.stop();
      await running.stop();
      await storage.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
