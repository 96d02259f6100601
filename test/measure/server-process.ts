import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { DataFolder } from '../../server/runtime/data-folder.ts';
import { Health } from '../../server/runtime/health.ts';
import { startLivekit } from '../../server/runtime/livekit.ts';
import { startServer } from '../../server/server.ts';
import { openStorage } from '../../server/storage/database.ts';
import { partPath } from '../harness/parts.ts';

/** What the bench is told once everything serves. */
export interface BenchServer {
  readonly url: string;
  /** Only with SIPIN_BENCH_LIVEKIT: a LiveKit of its own. */
  readonly livekit?: { readonly url: string; readonly pid: number };
}

// A server of its own process, so that its CPU can be told from that of its clients. DATABASE_URL says where it stores,
// SIPIN_BENCH_PAGES which pages it serves, SIPIN_BENCH_MEDIASOUP that it runs the mediasoup worker.
const storage = openStorage(process.env.DATABASE_URL ?? '', () => undefined);
const folder = mkdtempSync(join(tmpdir(), 'sipin-bench-server-'));
const log = pino({ level: 'silent' });
const keys = { apiKey: 'benchkey', apiSecret: 'only-for-this-bench-on-loopback-0123456789' };
const listeners = new Set<() => void>();
let livekit: Awaited<ReturnType<typeof startLivekit>> | undefined;
const server = await startServer({
  storage,
  log,
  health: new Health(),
  host: '127.0.0.1',
  port: 0,
  rendererFolder: process.env.SIPIN_BENCH_PAGES || folder,
  dataFolder: folder,
  services: {
    livekit: () => (livekit ? { url: livekit.url, ...keys } : undefined),
    mediasoupWorker: () => (process.env.SIPIN_BENCH_MEDIASOUP ? partPath('mediasoup') : undefined),
    changed: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mediaAddress: '127.0.0.1',
    mediaPort: 0,
  },
});
if (process.env.SIPIN_BENCH_LIVEKIT) {
  livekit = await startLivekit({
    binary: partPath('livekit'),
    dataFolder: await DataFolder.take(join(folder, 'livekit'), 'bench'),
    ...keys,
    mediaAddress: '127.0.0.1',
    mediaPort: 0,
    webhook: `${server.url}/api/room/webhook`,
    log,
    changed: () => undefined,
  });
  for (const listener of listeners) listener();
}
process.send?.({
  url: server.url,
  ...(livekit ? { livekit: { url: livekit.url, pid: livekit.pid ?? 0 } } : {}),
} satisfies BenchServer);
const end = async () => {
  await server.stop();
  await livekit?.stop();
  process.exit(0);
};
process.on('disconnect', () => void end());
