import type { FastifyInstance } from 'fastify';
import type { Binding } from './binding.ts';
import type { Connection } from './socket.ts';

/** What a word gives to the server: the same shape for all. */
export interface ServerModule {
  readonly bindings: readonly Binding[];
  /** Routes that are neither acts nor queries: downloads, uploads, proxies. Each must call `actorOf` itself. */
  routes?(server: FastifyInstance): void;
  /** Messages of its own on a new connection (positions). */
  connected?(connection: Connection): void;
  /** Starts what runs beside the calls, once the server listens. */
  start?(): void | Promise<void>;
  /** Ends all that it started. Idempotent. */
  stop?(): Promise<void>;
}
