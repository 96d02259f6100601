import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import { z } from 'zod';
import { type Actor, followsArea } from '../../app/account/index.ts';
import {
  type CallReply,
  type HelloMessage,
  type ReplayReply,
  SipinError,
  socketMessages,
} from '../../app/contract/index.ts';
import { languageFor } from '../../app/messages.ts';
import type { Database } from '../storage/database.ts';
import { eventsSince, firstSequence, type PublishedEvent } from './event-store.ts';
import { type Authenticator, sessionCookie } from './http.ts';
import { errorBody, type Pipeline } from './pipeline.ts';
import { RateLimiter } from './rate.ts';
import { newRequestId } from './request-id.ts';
import type { Sequencer } from './sequencer.ts';

/** A connected client: its socket and who it is. */
export interface Connection {
  readonly socket: Socket;
  readonly actor: Actor;
}

/** Room of all consoles of one jurisdiction; an event of an area goes to the rooms of all its ancestors. */
export const areaRoom = (area: string) => `area:${area}`;
export const accountRoom = (account: string) => `account:${account}`;
export const sessionRoom = (session: string) => `session:${session}`;

/** The area and all above it: 15, 12, 9, 6 and 4 digits. */
export function ancestorsOf(area: string): string[] {
  return [4, 6, 9, 12, 15].filter((length) => length <= area.length).map((length) => area.slice(0, length));
}

const message = z.object({
  input: z.unknown().optional(),
  key: z.string().optional(),
  language: z.string().optional(),
});
const replayInput = z.object({ since: z.number().int().min(0) });
/** More than this and reading anew is cheaper for both sides. */
const replayMost = 1_000;
/** All messages of one connection together, whatever they are. */
const connectionRate = { most: 400, seconds: 10 };

export interface SocketParts {
  readonly io: Server;
  readonly pipeline: Pipeline;
  readonly authenticator: Authenticator;
  readonly sequencer: Sequencer;
  readonly database: Database;
  readonly log: Logger;
  /** Words that have messages of their own (positions) add them here. */
  readonly connected: readonly ((connection: Connection) => void)[];
}

/** Serves acts and queries over Socket.IO under their own names and tells events. Returns what stops it. */
export function registerSocket(parts: SocketParts): () => void {
  const { io, pipeline, authenticator, sequencer, log } = parts;
  const rates = new RateLimiter();

  io.use((socket, next) => {
    const token = tokenOfHandshake(socket);
    if (!token) return next(refusal(new SipinError('unauthenticated', 'contract.unauthenticated'), socket));
    authenticator.authenticate(token).then(
      (actor) => {
        if (!actor) return next(refusal(new SipinError('unauthenticated', 'contract.unauthenticated'), socket));
        socket.data = { actor, token };
        next();
      },
      (error) => next(refusal(error, socket)),
    );
  });

  io.on('connection', (socket) => {
    const asked = socket.handshake.headers['accept-language'];
    const { actor, token } = socket.data as { actor: Actor; token: string };
    socket.join([accountRoom(actor.accountId), sessionRoom(actor.sessionId)]);
    if (followsArea(actor)) socket.join(areaRoom(actor.area));
    for (const declare of parts.connected) declare({ socket, actor });

    socket.on(socketMessages.replay, (input: unknown, reply: unknown) => {
      if (typeof reply !== 'function') return;
      replay(parts, actor, input).then(
        (answer) => reply(answer),
        () =>
          reply({
            complete: false,
            sequence: sequencer.last,
            events: [],
          } satisfies ReplayReply),
      );
    });

    socket.onAny((key: string, raw: unknown, reply: unknown) => {
      // Messages of the words' own (positions, cameras) have listeners; all else is a call, whether it is known or not.
      if (typeof reply !== 'function' || socket.listenerCount(key) > 0) return;
      const id = newRequestId();
      const parsed = message.safeParse(raw);
      const language = languageFor((parsed.success ? parsed.data.language : undefined) ?? asked);
      const carry = async (): Promise<unknown> => {
        const wait = rates.take(socket.id, connectionRate);
        if (wait > 0) throw new SipinError('limit', 'contract.too-many', { seconds: wait });
        if (!parsed.success)
          throw new SipinError('input', 'contract.invalid-input', {
            path: '/',
            problem: 'message',
          });
        // The session may have ended since the connection was made.
        const present = await authenticator.authenticate(token);
        return pipeline.call({
          key,
          input: parsed.data.input ?? {},
          idempotencyKey: parsed.data.key,
          actor: present,
          request: {
            id,
            transport: 'socket',
            address: socket.handshake.address,
            language,
          },
        });
      };
      carry().then(
        (output) => reply({ ok: true, output } satisfies CallReply),
        (error) =>
          reply({
            ok: false,
            error: errorBody(error, id, language),
          } satisfies CallReply),
      );
    });

    socket.on('error', (error) => log.debug({ err: error }, 'socket error'));
    socket.emit(socketMessages.hello, {
      sequence: sequencer.last,
      now: new Date().toISOString(),
      account: actor.accountId,
    } satisfies HelloMessage);
  });

  return sequencer.subscribe((events) => publish(io, events));
}

/** Tells each event to whom it concerns; neighbours with the same audience travel in one message. */
function publish(io: Server, events: readonly PublishedEvent[]): void {
  let rooms: string[] = [];
  let batch: PublishedEvent[] = [];
  const flush = () => {
    if (batch.length > 0 && rooms.length > 0) {
      io.to(rooms).emit(
        socketMessages.events,
        batch.map(({ audience: _, ...event }) => event),
      );
    }
    batch = [];
  };
  for (const event of events) {
    const audience = [
      ...(event.audience.area ? ancestorsOf(event.audience.area).map(areaRoom) : []),
      ...(event.audience.accounts ?? []).map(accountRoom),
    ];
    if (audience.join() !== rooms.join()) {
      flush();
      rooms = audience;
    }
    batch.push(event);
  }
  flush();
}

async function replay(parts: SocketParts, actor: Actor, input: unknown): Promise<ReplayReply> {
  const { since } = replayInput.parse(input);
  const last = parts.sequencer.last;
  const first = await firstSequence(parts.database);
  const incomplete = { complete: false, sequence: last, events: [] };
  if (since > last || (first !== null && since < first - 1)) return incomplete;
  const events = await eventsSince(parts.database, actor, since, last, replayMost + 1);
  if (events.length > replayMost) return incomplete;
  return {
    complete: true,
    sequence: last,
    events: events.map(({ audience: _, ...event }) => event),
  };
}

function tokenOfHandshake(socket: Socket): string | undefined {
  const { token } = socket.handshake.auth as { token?: unknown };
  if (typeof token === 'string') return token;
  const cookies = socket.handshake.headers.cookie ?? '';
  for (const pair of cookies.split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === sessionCookie) return value;
  }
  return undefined;
}

function refusal(error: unknown, socket: Socket): Error {
  const language = languageFor(socket.handshake.headers['accept-language']);
  return Object.assign(new Error('refused'), {
    data: errorBody(error, newRequestId(), language),
  });
}
