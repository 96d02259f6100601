import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { Health } from './runtime/health.ts';
import { startServer } from './server.ts';
import { openStorage } from './storage/database.ts';
import { migrate, readMigrations } from './storage/migrate.ts';

const log = pino({ level: process.env.SIPIN_LOG ?? 'info' });
const url = process.env.DATABASE_URL;
if (!url) throw new Error('DATABASE_URL is not set');
const dataFolder = process.env.SIPIN_DATA ?? join(import.meta.dirname, '..', '.data');
mkdirSync(dataFolder, { recursive: true });
const health = new Health();
const storage = openStorage(url, (error) => log.warn({ err: error }, 'database connection lost'));
await migrate(storage.pool, await readMigrations());
health.report('database', { state: 'up' });
const server = await startServer({
  storage,
  log,
  health,
  host: '127.0.0.1',
  port: Number(process.env.SIPIN_PORT ?? 7700),
  rendererFolder: join(import.meta.dirname, '..', 'renderer', 'dist'),
  dataFolder,
  services: {
    livekit: () => undefined,
    mediasoupWorker: () => process.env.MEDIASOUP_WORKER_BIN,
    changed: () => () => undefined,
    mediaAddress: '127.0.0.1',
    mediaPort: 0,
  },
});
log.info({ url: server.url }, 'ready');
