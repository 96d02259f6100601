import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Health } from '../../server/runtime/health.ts';
import { startServer } from '../../server/server.ts';
import { openStorage } from '../../server/storage/database.ts';

// A server of its own process, so that its CPU can be told from that of its clients. DATABASE_URL says where it stores.
const storage = openStorage(process.env.DATABASE_URL ?? '', () => undefined);
const folder = mkdtempSync(join(tmpdir(), 'sipin-bench-server-'));
const server = await startServer({
  storage,
  log: pino({ level: 'silent' }),
  health: new Health(),
  host: '127.0.0.1',
  port: 0,
  rendererFolder: folder,
  dataFolder: folder,
  services: {
    livekit: () => undefined,
    mediasoupWorker: () => undefined,
    changed: () => () => undefined,
    mediaAddress: '127.0.0.1',
    mediaPort: 0,
  },
});
process.send?.({ url: server.url });
process.on('disconnect', () => void server.stop().then(() => process.exit(0)));
