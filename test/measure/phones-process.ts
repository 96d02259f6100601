import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { type EventMessage, socketMessages } from '../../app/contract/index.ts';
import { dispatchContract, type Order } from '../../app/dispatch/index.ts';
import { clock } from './stamp.ts';

interface Draft {
  /** `ours`: phones of our server. `raw`: clients of relay-process.ts. */
  readonly kind: 'ours' | 'raw';
  readonly url: string;
  /** One phone for each; the peer's clients are called so too. */
  readonly names: readonly string[];
}

/** When each order came to its phone, and when the phone knew that its acknowledgement was taken; by the order's text. */
export interface PhoneTimes {
  readonly arrived: ReadonlyMap<string, number>;
  readonly acknowledged: ReadonlyMap<string, number>;
}

const arrived = new Map<string, number>();
const acknowledged = new Map<string, number>();

function ours(url: string, token: string): Socket {
  const socket = io(url, { path: '/socket', transports: ['websocket'], forceNew: true, auth: { token } });
  socket.on(socketMessages.events, (events: EventMessage[]) => {
    for (const { key, payload } of events) {
      if (key !== dispatchContract.ordered.key) continue;
      const { order } = payload as { order: Order };
      arrived.set(order.text, clock());
      const input = { orders: [order.id], step: 'delivered' };
      void socket.emitWithAck(dispatchContract.acknowledge.key, { input, key: randomUUID() }).then((reply) => {
        if (!reply.ok) throw new Error(reply.error.code);
        acknowledged.set(order.text, clock());
      });
    }
  });
  return socket;
}

function raw(url: string, name: string): Socket {
  const socket = io(url, { path: '/socket', transports: ['websocket'], forceNew: true, auth: { name } });
  socket.on('order', ({ text }: { text: string }, reply: () => void) => {
    arrived.set(text, clock());
    reply();
  });
  return socket;
}

/** Many phones in one process of their own: a draft connects them, `'collect'` says what they got, and forgets it. */
process.on('message', (message: Draft | 'collect') => {
  if (message === 'collect') {
    process.send?.({ arrived: new Map(arrived), acknowledged: new Map(acknowledged) } satisfies PhoneTimes);
    arrived.clear();
    acknowledged.clear();
    return;
  }
  const { kind, url, names } = message;
  const sockets = names.map((name) => (kind === 'ours' ? ours(url, name) : raw(url, name)));
  const connected = sockets.map(
    (socket) => new Promise<void>((resolve) => (socket.connected ? resolve() : socket.once('connect', resolve))),
  );
  void Promise.all(connected).then(() => process.send?.('connected'));
});
process.on('disconnect', () => process.exit(0));
