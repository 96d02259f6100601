import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { Server } from 'socket.io';

/**
 * The peers of an order's way: a Socket.IO server that hands an order on to one client by name and answers when that
 * has acknowledged, and does nothing else: neither checks, nor records. With DATABASE_URL one row is durable before the
 * order goes out and one before its acknowledgement is passed on, which is the least that loses nothing in a crash.
 */
const pool = process.env.DATABASE_URL ? new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 }) : null;
await pool?.query('create table if not exists raw_step (at timestamptz not null default now(), what text not null)');
const keep = (what: string) => pool?.query('insert into raw_step (what) values ($1)', [what]);

const http = createServer();
const io = new Server(http, { path: '/socket', transports: ['websocket'], perMessageDeflate: false });
io.on('connection', (socket) => {
  const { name } = socket.handshake.auth as { name?: string };
  if (name) void socket.join(name);
  socket.on('send', async ({ to, text }: { to: string; text: string }, reply: () => void) => {
    await keep(text);
    await io.to(to).timeout(10_000).emitWithAck('order', { text });
    await keep(text);
    reply();
  });
});
http.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` }));
process.on('disconnect', () => process.exit(0));
