import cookie from '@fastify/cookie';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { Server as SocketServer } from 'socket.io';
import { SipinError } from '../app/contract/index.ts';
import { createAccountModule } from './account/acts.ts';
import { SessionCache } from './account/session-cache.ts';
import { AreaDirectory } from './area/directory.ts';
import type { Services } from './modules.ts';
import { createModules } from './modules.ts';
import { refuseForeignOrigin, registerHttp, sameHost, sendError } from './pipeline/http.ts';
import { Metrics } from './pipeline/metrics.ts';
import { openApi } from './pipeline/openapi.ts';
import { Pipeline } from './pipeline/pipeline.ts';
import { newRequestId } from './pipeline/request-id.ts';
import { Sequencer } from './pipeline/sequencer.ts';
import { registerSocket, sessionRoom } from './pipeline/socket.ts';
import { serveRenderer } from './pipeline/static.ts';
import { groundHosts, readGround } from './position/ground.ts';
import type { Health } from './runtime/health.ts';
import type { Storage } from './storage/database.ts';

/** Largest JSON body taken, in bytes. Files have a route of their own. */
const bodyLimit = 16 * 1024 * 1024;

export interface ServerOptions {
  readonly storage: Storage;
  readonly log: Logger;
  readonly health: Health;
  readonly host: string;
  readonly port: number;
  /** Certificate and key in PEM; without them the server speaks plain HTTP, which is for loopback only. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly root?: string } | undefined;
  /** Folder of the built renderer, once there is one. */
  readonly rendererFolder: string;
  /** Folder of everything that is kept in files. */
  readonly dataFolder: string;
  readonly services: Services;
}

export interface RunningServer {
  /** Address that browsers open, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly pipeline: Pipeline;
  /** Ends connections, then what the words started. Idempotent. */
  stop(): Promise<void>;
}

/** Puts the words together behind one port and listens. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { storage, log, health, tls } = options;
  const { database } = storage;
  const base = {
    loggerInstance: log as unknown as FastifyBaseLogger,
    // One line per call is written by the pipeline; Fastify's own two per request would only repeat it.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    genReqId: () => newRequestId(),
    forceCloseConnections: true as const,
  };
  const server = (tls
    ? fastify({ ...base, https: { cert: tls.cert, key: tls.key } })
    : fastify(base)) as unknown as FastifyInstance;
  await server.register(cookie);

  const sessions = new SessionCache(database);
  const sequencer = await Sequencer.create(database, log);
  const metrics = new Metrics(health);
  const io = new SocketServer(server.server, {
    path: '/socket',
    serveClient: false,
    maxHttpBufferSize: bodyLimit,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    // Compression costs more than it gives on a local network, above all for binary frames.
    perMessageDeflate: false,
    transports: ['websocket', 'polling'],
    // Upgrades of other paths are the room proxy's; what nobody takes is ended after a while.
    destroyUpgradeTimeout: 20_000,
    allowRequest: (request, decide) => {
      const { origin, host } = request.headers;
      decide(null, origin === undefined || sameHost(origin, host));
    },
  });

  const modules = [
    createAccountModule(sessions, (session) => io.in(sessionRoom(session)).disconnectSockets(true)),
    ...createModules({
      ...options.services,
      storage,
      database,
      log,
      health,
      authenticator: sessions,
      sequencer,
      io,
      dataFolder: options.dataFolder,
      areas: new AreaDirectory(database, log),
    }),
  ];
  const pipeline = new Pipeline({
    database,
    sequencer,
    log,
    bindings: modules.flatMap((module) => [...module.bindings]),
    observe: (key, outcome, seconds) => metrics.observeCall(key, outcome, seconds),
  });

  server.addHook('onRequest', async (request) => refuseForeignOrigin(request));
  server.addHook('onSend', async (_, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('x-frame-options', 'DENY');
  });
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  registerHttp(server, pipeline, sessions, { secureCookies: tls !== undefined });
  server.get('/api/health', async () => ({ now: new Date().toISOString(), parts: health.snapshot() }));
  const root = tls?.root;
  if (root !== undefined) {
    // What clients install so that browsers trust this server; the root's certificate is no secret.
    server.get('/ca.pem', async (_, reply) =>
      reply
        .type('application/x-x509-ca-cert')
        .header('content-disposition', 'attachment; filename="sipin.pem"')
        .send(root),
    );
  }
  server.get('/api/docs', async () => openApi(pipeline));
  server.get('/metrics', async (_, reply) => reply.type('text/plain; version=0.0.4').send(await metrics.text()));
  for (const module of modules) module.routes?.(server);
  server.all('/api/*', async (request) => {
    throw new SipinError('not-found', 'contract.unknown-call', { name: request.url.slice(0, 80) });
  });
  await serveRenderer(server, options.rendererFolder, groundHosts(readGround(process.env), process.env));

  const stopSocket = registerSocket({
    io,
    pipeline,
    authenticator: sessions,
    sequencer,
    database,
    log,
    connected: modules.flatMap((module) => (module.connected ? [module.connected.bind(module)] : [])),
  });

  await server.listen({ host: options.host, port: options.port });
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  for (const module of modules) await module.start?.();

  const stop = async () => {
    stopSocket();
    io.disconnectSockets(true);
    await sequencer.stop();
    for (const module of modules.toReversed()) {
      await module.stop?.().catch((error) => log.error({ err: error }, 'a part did not stop well'));
    }
    await io.close();
    await server.close();
  };
  let stopping: Promise<void> | undefined;
  const name = options.host === '0.0.0.0' || options.host === '::' ? 'localhost' : options.host;
  return {
    url: `${tls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`,
    port,
    pipeline,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
