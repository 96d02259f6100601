import { io, type Socket } from 'socket.io-client';
import {
  type Act,
  type CallMessage,
  type CallReply,
  type Declaration,
  type ErrorBody,
  type EventDeclaration,
  type EventMessage,
  type HelloMessage,
  type InputOf,
  idempotencyHeader,
  type OutputOf,
  type PayloadOf,
  pathOf,
  type Query,
  type ReplayReply,
  SipinError,
  socketMessages,
} from '../../app/contract/index.ts';
import { setServerTime } from '../kit/clock.ts';
import { currentLanguage } from '../kit/language.ts';
import { Connection } from './connection.ts';

type Handler = (payload: never, message: EventMessage) => void;

/** How long an act waits for its acknowledgement before it is sent again over HTTP under the same key. */
const acknowledgeMilliseconds = 10_000;

/** A key under which an act is done once: made where the intent is made, kept until it is acknowledged. */
export function newKey(): string {
  return crypto.randomUUID();
}

/**
 * The client's one line to the server: acts and queries out, events in, in order and without holes.
 * After a gap it asks for what was missed; when that is too much it tells everybody to read anew (`onReset`).
 */
export class Live {
  readonly connection = new Connection();
  readonly socket: Socket;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #resets = new Set<() => void>();
  #sequence: number | undefined;
  #replaying = false;
  #held: EventMessage[] = [];

  constructor(origin: string = window.location.origin) {
    this.socket = io(origin, {
      path: '/socket',
      autoConnect: false,
      transports: ['websocket'],
      reconnectionDelay: 300,
      reconnectionDelayMax: 5_000,
      randomizationFactor: 0.5,
    });
    this.socket.on('connect', () => this.connection.set('live'));
    this.socket.on('disconnect', (reason) => {
      this.connection.set('lost');
      // The server ended it (the session was revoked, or it restarts): Socket.IO does not come back by itself then.
      if (reason === 'io server disconnect') this.socket.connect();
    });
    this.socket.on('connect_error', (error: Error & { data?: ErrorBody }) => {
      if (error.data?.category === 'unauthenticated') this.connection.set('signed-out');
      else this.connection.set('lost');
    });
    this.socket.on(socketMessages.hello, (hello: HelloMessage) => this.#catchUp(hello));
    this.socket.on(socketMessages.events, (events: EventMessage[]) => this.#receive(events));
  }

  /** Connects; call it once somebody is signed in. */
  start(): void {
    this.connection.set('connecting');
    this.socket.connect();
  }

  /** Disconnects and forgets where the stream of events stood. Handlers stay. */
  stop(): void {
    this.socket.disconnect();
    this.#sequence = undefined;
    this.connection.set('signed-out');
  }

  /** Does an act, once, whatever happens to the connection in between. Throws a SipinError. */
  async act<D extends Act>(declaration: D, input: InputOf<D>, key = newKey()): Promise<OutputOf<D>> {
    if (this.socket.connected) {
      const reply = await this.#emit(declaration, input, key);
      if (reply?.ok) return reply.output as OutputOf<D>;
      if (reply) throw errorOf(reply.error);
    }
    return this.#post(declaration, input, key);
  }

  /** Reads. Throws a SipinError. */
  query<D extends Query>(declaration: D, input: InputOf<D>, signal?: AbortSignal): Promise<OutputOf<D>> {
    return this.#post(declaration, input, undefined, signal);
  }

  /** Calls back on each event of this kind; returns the unsubscribe. */
  on<E extends EventDeclaration>(
    declaration: E,
    handler: (payload: PayloadOf<E>, message: EventMessage) => void,
  ): () => void {
    const handlers = this.#handlers.get(declaration.key) ?? new Set();
    this.#handlers.set(declaration.key, handlers);
    handlers.add(handler as Handler);
    return () => handlers.delete(handler as Handler);
  }

  /** Calls back when events were missed that cannot be had any more: read everything anew. Returns the unsubscribe. */
  onReset(listener: () => void): () => void {
    this.#resets.add(listener);
    return () => this.#resets.delete(listener);
  }

  async #emit(declaration: Declaration, input: unknown, key: string): Promise<CallReply | undefined> {
    try {
      const message: CallMessage = { input, key, language: currentLanguage() };
      return await this.socket.timeout(acknowledgeMilliseconds).emitWithAck(declaration.key, message);
    } catch {
      // No acknowledgement: it may have been done or not. The same key over HTTP finds out.
      return undefined;
    }
  }

  async #post<D extends Declaration>(
    declaration: D,
    input: unknown,
    key?: string,
    signal?: AbortSignal,
  ): Promise<OutputOf<D>> {
    let response: Response;
    try {
      response = await fetch(pathOf(declaration), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'accept-language': currentLanguage(),
          ...(key ? { [idempotencyHeader]: key } : {}),
        },
        body: JSON.stringify(input),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new SipinError('unavailable', 'contract.offline', {}, { cause: error });
    }
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return body as OutputOf<D>;
    const { error } = (body ?? {}) as { error?: ErrorBody };
    if (error?.code === 'contract.unauthenticated') this.connection.set('signed-out');
    throw error
      ? errorOf(error)
      : new SipinError('unavailable', 'contract.unavailable', { part: `HTTP ${response.status}` });
  }

  async #catchUp(hello: HelloMessage): Promise<void> {
    setServerTime(hello.now);
    const since = this.#sequence;
    if (since === undefined || since === hello.sequence) {
      this.#sequence = hello.sequence;
      return;
    }
    this.#replaying = true;
    try {
      const reply: ReplayReply = await this.socket
        .timeout(acknowledgeMilliseconds)
        .emitWithAck(socketMessages.replay, { since });
      if (reply.complete) this.#tell(reply.events);
      this.#sequence = reply.sequence;
      if (!reply.complete) for (const reset of this.#resets) reset();
      this.#replaying = false;
      const held = this.#held;
      this.#held = [];
      this.#receive(held);
    } catch {
      // The connection went away again; the next hello asks again from the same place.
      this.#replaying = false;
      this.#held = [];
    }
  }

  #receive(events: readonly EventMessage[]): void {
    if (this.#replaying) {
      this.#held.push(...events);
      return;
    }
    this.#tell(events.filter((event) => event.sequence > (this.#sequence ?? 0)));
  }

  #tell(events: readonly EventMessage[]): void {
    for (const event of events) {
      this.#sequence = Math.max(this.#sequence ?? 0, event.sequence);
      for (const handler of this.#handlers.get(event.key) ?? []) handler(event.payload as never, event);
    }
  }
}

function errorOf(body: ErrorBody): SipinError {
  return new SipinError(body.category, body.code, body.params);
}
