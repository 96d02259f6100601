import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';

interface Order {
  /** `ws`: one binary frame for each tick by raw ws. `json`: one Socket.IO event of JSON for each fix. */
  readonly kind: 'ws' | 'json';
  readonly fixesPerSecond: number;
  readonly tickMilliseconds: number;
  readonly recordBytes: number;
}

/** The peers of the fan-out: they send as much as our server does to whoever connects, and do nothing else. */
process.once('message', (order: Order) => {
  const http = createServer();
  const perTick = Math.round((order.fixesPerSecond * order.tickMilliseconds) / 1_000);
  let tick: () => void;
  if (order.kind === 'ws') {
    const server = new WebSocketServer({ server: http, perMessageDeflate: false });
    tick = () => {
      const frame = Buffer.alloc(16 + perTick * order.recordBytes);
      frame.writeDoubleLE(Date.now(), 8);
      for (const client of server.clients) client.send(frame);
    };
  } else {
    const io = new Server(http, { path: '/socket', transports: ['websocket'], perMessageDeflate: false });
    tick = () => {
      for (let at = 0; at < perTick; at += 1) {
        const fix = {
          worker: at,
          at: Date.now(),
          longitude: 119.0211234,
          latitude: 33.5971234,
          speed: 1.5,
          heading: 90,
          accuracy: 9,
          battery: 77,
          state: 'duty',
        };
        io.emit('fix', fix);
      }
    };
  }
  http.listen(0, '127.0.0.1', () => {
    process.send?.({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
    setInterval(() => tick(), order.tickMilliseconds);
  });
});
process.on('disconnect', () => process.exit(0));
