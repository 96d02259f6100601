import { join } from 'node:path';
import { pino } from 'pino';
import { firstTickets } from './account/first.ts';
import { isLoopback, mediaAddressOf, ownAddresses, readConfiguration } from './runtime/configuration.ts';
import { DataFolder, databaseFile, writeWhole } from './runtime/data-folder.ts';
import { Health } from './runtime/health.ts';
import { type FailedMessage, partMessage, type ReadyMessage } from './runtime/part-messages.ts';
import { Runtime } from './runtime/runtime.ts';
import { readSecrets } from './runtime/secrets.ts';
import { givenTls, ownTls } from './runtime/tls.ts';
import { startServer } from './server.ts';
import { openStorage } from './storage/database.ts';
import { migrate, readMigrations } from './storage/migrate.ts';

/** Starts everything in order and returns what stops it in the reverse order. */
async function start(): Promise<() => Promise<void>> {
  const configuration = readConfiguration(process.argv.slice(2), process.env);
  const log = pino({ level: configuration.log, base: null });
  const folder = await DataFolder.take(configuration.data, `port ${configuration.port}`);
  const health = new Health();
  const runtime = new Runtime(configuration, folder, readSecrets(folder.path), health, log);
  process.on('message', (message) => {
    const parsed = partMessage.safeParse(message);
    if (parsed.success) runtime.part(parsed.data);
  });
  const stops: (() => Promise<void>)[] = [async () => folder.release(), () => runtime.stop()];
  const stop = async () => {
    for (const each of stops.toReversed()) await each().catch((error) => log.error({ err: error }, 'stopping failed'));
  };
  try {
    const databaseUrl = await runtime.startDatabase();
    // For `npm run audit` on this machine; only the owner can read it.
    writeWhole(join(folder.path, databaseFile), databaseUrl, 0o600);
    const storage = openStorage(databaseUrl, (error) => log.warn({ err: error }, 'a database connection was lost'));
    stops.push(() => storage.close());
    const applied = await migrate(storage.pool, await readMigrations());
    if (applied.length > 0) log.info({ applied }, 'the database was brought up to date');
    const tickets = await firstTickets(storage.database, configuration.area);
    const { certificate, key, host } = configuration;
    const tls =
      certificate && key
        ? givenTls(certificate, key)
        : isLoopback(host)
          ? undefined
          : await ownTls(folder.path, ['localhost', '127.0.0.1', ...(host === '0.0.0.0' ? ownAddresses() : [host])]);
    const server = await startServer({
      storage,
      log,
      health,
      host,
      port: configuration.port,
      tls,
      rendererFolder: join(import.meta.dirname, '..', 'renderer', 'dist'),
      dataFolder: folder.path,
      services: {
        livekit: () => runtime.livekit(),
        mediasoupWorker: () => runtime.mediasoupWorker(),
        changed: (listener) => runtime.changed(listener),
        mediaAddress: mediaAddressOf(configuration),
        mediaPort: configuration.cameraPort,
      },
    });
    stops.push(() => server.stop());
    folder.setAddress(server.url);
    runtime.serverListens(
      `${tls ? 'https' : 'http'}://127.0.0.1:${server.port}`,
      tls?.root ? join(folder.path, 'authority.pem') : undefined,
    );
    process.send?.({ type: 'ready', url: server.url, ...tickets } satisfies ReadyMessage);
    log.info({ url: server.url }, 'ready');
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

try {
  const stop = await start();
  let stopping = false;
  const end = async () => {
    if (stopping) return;
    stopping = true;
    await stop();
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  // The bootstrap is gone: whoever started us wants us gone too.
  process.on('disconnect', end);
} catch (error) {
  process.send?.({ type: 'failed', reason: (error as Error).message } satisfies FailedMessage);
  console.error((error as Error).message);
  process.exitCode = 1;
  process.disconnect?.();
}
