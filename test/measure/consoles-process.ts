import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { Frame, positionMessages } from '../../app/position/index.ts';
import { sentAt } from './stamp.ts';

interface Order {
  readonly kind: 'ours' | 'ws' | 'json';
  readonly url: string;
  readonly token?: string;
  readonly area?: string;
  readonly count: number;
}

let latencies: number[] = [];
let bytes = 0;
let records = 0;
let frames = 0;

function take(data: Uint8Array): void {
  const now = Date.now();
  bytes += data.byteLength;
  frames += 1;
  const frame = Frame.read(data);
  if (!frame) {
    const sent = new DataView(data.buffer, data.byteOffset, data.byteLength).getFloat64(8, true);
    latencies.push(now - sent);
    return;
  }
  records += frame.count;
  const step = Math.max(1, Math.floor(frame.count / 8));
  for (let at = 0; at < frame.count; at += step) latencies.push(sentAt(frame.record(at).longitude, now));
}

async function connect(order: Order): Promise<void> {
  if (order.kind === 'ws') {
    const socket = new WebSocket(order.url.replace('http', 'ws'));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.on('message', (data) => take(data as Buffer));
    return;
  }
  const socket = io(order.url, {
    path: '/socket',
    transports: ['websocket'],
    forceNew: true,
    ...(order.token ? { auth: { token: order.token } } : {}),
  });
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  if (order.kind === 'json') {
    socket.on('fix', (fix: { at: number }) => {
      records += 1;
      if (records % 50 === 0) latencies.push(Date.now() - fix.at);
    });
    return;
  }
  socket.on(positionMessages.frame, (data: Uint8Array) => take(data));
  const reply = await socket.timeout(20_000).emitWithAck(positionMessages.watch, { area: order.area });
  if (!reply.ok) throw new Error(reply.error.code);
}

/** Many consoles in one process of their own: `{…order}` connects them, `'reset'` and `'collect'` measure. */
process.on('message', (message: Order | 'reset' | 'collect') => {
  if (message === 'reset') {
    latencies = [];
    bytes = 0;
    records = 0;
    frames = 0;
  } else if (message === 'collect') {
    process.send?.({ latencies: latencies.slice(0, 200_000), bytes, records, frames });
  } else {
    void Promise.all(Array.from({ length: message.count }, () => connect(message))).then(() =>
      process.send?.('connected'),
    );
  }
});
process.on('disconnect', () => process.exit(0));
