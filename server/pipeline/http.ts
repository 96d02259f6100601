import '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../app/account/index.ts';
import { idempotencyHeader, pathOf, SipinError, statusOf } from '../../app/contract/index.ts';
import { languageFor } from '../../app/messages.ts';
import type { CallRequest } from './binding.ts';
import { errorBody, type Pipeline } from './pipeline.ts';

/** Name of the session's cookie. */
export const sessionCookie = 'sipin_session';

export interface Authenticator {
  /** The actor of a session token; null when there is no such session. */
  authenticate(token: string): Promise<Actor | null>;
}

/** Token of a request: the cookie of a browser, or the bearer token of a phone or a program. */
export function tokenOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization?.startsWith('Bearer ')) return authorization.slice(7);
  return request.cookies[sessionCookie];
}

export function callRequestOf(request: FastifyRequest): CallRequest {
  return {
    id: request.id,
    transport: 'http',
    // Of a caller who has gone meanwhile no address is known any more.
    address: request.ip || 'gone',
    language: languageFor(request.headers['accept-language']),
  };
}

/** The actor of a request to a route that is not an act or a query (a download, an upload). Throws when there is none. */
export async function actorOf(request: FastifyRequest, authenticator: Authenticator): Promise<Actor> {
  const token = tokenOf(request);
  const actor = token ? await authenticator.authenticate(token) : null;
  if (!actor) throw new SipinError('unauthenticated', 'contract.unauthenticated');
  return actor;
}

/** Sends any thrown value as the one error body. */
export function sendError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const body = errorBody(fastifyError(thrown), request.id, languageFor(request.headers['accept-language']));
  if (body.category === 'limit') reply.header('retry-after', String(body.params.seconds ?? 1));
  return reply.status(statusOf[body.category]).send({ error: body });
}

/** Fastify's own refusals (body too large, no JSON) in our words. */
function fastifyError(thrown: unknown): unknown {
  const { code, statusCode, message } = (thrown ?? {}) as {
    code?: string;
    statusCode?: number;
    message?: string;
  };
  if (thrown instanceof SipinError) return thrown;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new SipinError('input', 'contract.too-large', { limit: '16 MB' });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new SipinError('input', 'contract.invalid-input', {
      path: '/',
      problem: (message ?? '').slice(0, 200),
    });
  }
  return thrown;
}

/** Registers `POST /api/<word>/<name>` for everything that is bound. */
export function registerHttp(
  server: FastifyInstance,
  pipeline: Pipeline,
  authenticator: Authenticator,
  options: { secureCookies: boolean },
): void {
  for (const { declaration } of pipeline.bindings.values()) {
    server.post(pathOf(declaration), async (request, reply) => {
      const token = tokenOf(request);
      const actor = token ? await authenticator.authenticate(token) : null;
      const key = request.headers[idempotencyHeader];
      const output = await pipeline.call({
        key: declaration.key,
        input: request.body ?? {},
        idempotencyKey: typeof key === 'string' ? key : undefined,
        actor,
        request: callRequestOf(request),
      });
      if (declaration.key === 'account.sign-in' || declaration.key === 'account.redeem') {
        reply.setCookie(sessionCookie, (output as { token: string }).token, {
          path: '/',
          httpOnly: true,
          sameSite: 'strict',
          secure: options.secureCookies,
          maxAge: 30 * 24 * 3600,
        });
      }
      if (declaration.key === 'account.sign-out') reply.clearCookie(sessionCookie, { path: '/' });
      return output;
    });
  }
}

/** A page of another site may not call with the visitor's cookie: the Origin, where a browser sends one, must be ours. */
export function refuseForeignOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  if (origin === undefined || request.method === 'GET' || request.method === 'HEAD') return;
  if (!sameHost(origin, host)) throw new SipinError('forbidden', 'contract.origin-refused');
}

export function sameHost(origin: string, host: string | undefined): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
