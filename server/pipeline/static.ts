import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/**
 * Everything comes from us: no other host but those of a configured base map, no inline script. WebAssembly and blobs
 * are for the map and its workers.
 */
const contentSecurityPolicy = (hosts: string) =>
  [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${hosts}`,
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    `connect-src 'self' ws: wss: blob: data: ${hosts}`,
    "font-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Serves the built renderer; every path that is not a file is the one page, which finds its way by itself. */
export async function serveRenderer(
  server: FastifyInstance,
  folder: string,
  mapHosts: readonly string[] = [],
): Promise<void> {
  const policy = contentSecurityPolicy(mapHosts.join(' '));
  await server.register(fastifyStatic, {
    root: folder,
    wildcard: true,
    index: 'index.html',
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header('content-security-policy', policy);
      const hashed = path.includes(`${join('dist', 'assets')}`);
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  server.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || request.url.startsWith('/assets/')) return reply.status(404).send();
    if (!existsSync(join(folder, 'index.html'))) {
      return reply
        .status(503)
        .type('text/plain; charset=utf-8')
        .send('The console is being built; reload in a moment.');
    }
    return reply.sendFile('index.html');
  });
}
