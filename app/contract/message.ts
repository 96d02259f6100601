import type { ErrorBody } from './error.ts';

/** Header and message field that carries the key under which an act is done once and only once. */
export const idempotencyHeader = 'idempotency-key';

/** What a client sends over Socket.IO under the key of an act or a query. */
export interface CallMessage {
  readonly input: unknown;
  /** Idempotency key: any string of 8 to 80 characters that the client made for this one intent. */
  readonly key?: string;
  readonly language?: string;
}

/** What comes back in the acknowledgement. */
export type CallReply =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly error: ErrorBody };

/** One event as it travels; `sequence` grows by the order in which events were published, without holes. */
export interface EventMessage {
  readonly sequence: number;
  readonly key: string;
  readonly at: string;
  readonly payload: unknown;
}

/** First message after connecting: where the stream of events stands and what the server's clock says. */
export interface HelloMessage {
  readonly sequence: number;
  readonly now: string;
  readonly account: string;
}

/** Answer to `replay`: what was missed, or `complete: false` when it is too much and the client must read anew. */
export interface ReplayReply {
  readonly complete: boolean;
  readonly sequence: number;
  readonly events: readonly EventMessage[];
}

/** Names of the Socket.IO messages that are not acts, queries or events of a word. */
export const socketMessages = {
  hello: 'hello',
  events: 'events',
  replay: 'replay',
} as const;
