import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { SipinError, statusOf, toSipinError } from '../../app/contract/index.ts';
import { signalPath } from '../../app/room/index.ts';
import type { Services } from '../modules.ts';
import { sameHost } from '../pipeline/http.ts';
import type { Database } from '../storage/database.ts';
import { exchangeToken } from './gate.ts';

export interface ProxyParts {
  readonly database: Database;
  readonly log: Logger;
  readonly services: Pick<Services, 'livekit'>;
}

/** Only what a client of a room needs; LiveKit's API stays on this machine. */
const allowedPath = /^\/rtc(\/v1)?(\/validate)?$/;
const connectMilliseconds = 10_000;

/**
 * LiveKit's signalling on our own port, behind our own gate: each connection, also each reconnection, is decided about
 * anew, and goes on with a token of what its owner may do now.
 */
export class SignalProxy {
  readonly #parts: ProxyParts;
  readonly #sockets = new Set<Duplex>();

  constructor(parts: ProxyParts) {
    this.#parts = parts;
  }

  register(server: FastifyInstance): void {
    server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (!request.url?.startsWith(`${signalPath}/`)) return;
      socket.on('error', (error) => this.#parts.log.debug({ err: error }, 'signalling socket'));
      this.#upgrade(request, socket, head).catch((error) => {
        this.#parts.log.debug({ err: error }, 'signalling refused');
        refuse(socket, statusOf[toSipinError(error).category], toSipinError(error).code);
      });
    });
    // The client asks why it was refused.
    server.get(`${signalPath}/*`, async (request, reply) => {
      try {
        const { url } = await this.#target(request.raw);
        const response = await fetch(url, { signal: AbortSignal.timeout(connectMilliseconds) });
        return reply
          .status(response.status)
          .type('text/plain')
          .send(await response.text());
      } catch (error) {
        const { category, code } = toSipinError(error);
        return reply.status(statusOf[category]).type('text/plain').send(code);
      }
    });
  }

  /** Cuts all connections: the server stops, or a test wants to see what clients do. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #target(request: IncomingMessage): Promise<{ url: URL; authorization: string }> {
    const livekit = this.#parts.services.livekit();
    if (!livekit) throw new SipinError('unavailable', 'room.unavailable');
    const asked = new URL(request.url ?? '/', 'http://localhost');
    const path = asked.pathname.slice(signalPath.length);
    const { origin, host, authorization } = request.headers;
    if (!allowedPath.test(path) || (origin !== undefined && !sameHost(origin, host))) {
      throw new SipinError('not-found', 'contract.unknown-call', { name: path.slice(0, 80) });
    }
    const given = authorization?.replace(/^Bearer /, '') ?? asked.searchParams.get('access_token') ?? '';
    const token = await exchangeToken(this.#parts.database, livekit, given);
    const url = new URL(livekit.url.replace(/^ws/, 'http'));
    url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`;
    url.search = asked.search;
    url.searchParams.set('access_token', token);
    return { url, authorization: `Bearer ${token}` };
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { url, authorization } = await this.#target(request);
    const { cookie: _, origin: __, ...headers } = request.headers;
    const open = url.protocol === 'https:' ? secureRequest : plainRequest;
    const upstream = open(url, {
      headers: { ...headers, host: url.host, ...(headers.authorization ? { authorization } : {}) },
      timeout: connectMilliseconds,
    });
    upstream.on('timeout', () => upstream.destroy(new Error('LiveKit does not answer')));
    upstream.on('error', (error) => {
      this.#parts.log.debug({ err: error }, 'LiveKit could not be reached');
      refuse(socket, 503, 'room.unavailable');
    });
    upstream.on('response', (response) => {
      // A refusal of LiveKit itself: what it says is told.
      socket.write(`HTTP/1.1 ${response.statusCode} ${response.statusMessage}\r\nconnection: close\r\n\r\n`);
      response.pipe(socket);
    });
    upstream.on('upgrade', (response, far: Duplex, farHead: Buffer) => {
      const lines = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      if (farHead.length > 0) socket.write(farHead);
      if (head.length > 0) far.write(head);
      this.#join(socket, far);
    });
    socket.on('close', () => upstream.destroy());
    upstream.end();
  }

  #join(near: Duplex, far: Duplex): void {
    const end = () => {
      this.#sockets.delete(near);
      near.destroy();
      far.destroy();
    };
    this.#sockets.add(near);
    for (const socket of [near, far]) {
      if ('setNoDelay' in socket) (socket as unknown as { setNoDelay(on: boolean): void }).setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    near.pipe(far).pipe(near);
  }
}

function refuse(socket: Duplex, status: number, code: string): void {
  if (!socket.writable) return;
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: ${code.length}\r\n\r\n${code}`,
  );
}
