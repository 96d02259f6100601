import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { type EventMessage, socketMessages } from '../../app/contract/index.ts';
import { dispatchContract, type Order } from '../../app/dispatch/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import { invite } from '../../server/account/service.ts';
import { enrolAccounts } from '../../server/account/store.ts';
import { Client } from '../city/client.ts';
import { Child } from '../measure/child.ts';
import type { PhoneTimes } from '../measure/phones-process.ts';
import { startBenchPostgres } from '../measure/postgres.ts';
import { clock } from '../measure/stamp.ts';
import { percentile } from '../measure/statistics.ts';
import type { Report } from './main.ts';

const connected = 1_000;
/** Orders of one round; one operator's desk sends them evenly, each to another worker. */
const orders = 300;
const everyMilliseconds = 25;
const rounds = 3;
/** Desks that send in turns: one account may send 60 orders in 10 s. */
const desks = 12;
/** One order to so many at once, as after a lasso. */
const many = 500;
const area = '320803';

type Times = Map<string, number>;
/** How long each part of the way took, in ms, for all orders of all rounds. */
interface Way {
  readonly delivered: number[];
  readonly acknowledged: number[];
}

/** From an order sent to the phone that has it, and to the acknowledgement back at the desk; against raw Socket.IO. */
export async function bench(report: Report): Promise<void> {
  const postgres = await startBenchPostgres();
  const server = new Child('server-process.ts', { DATABASE_URL: postgres.url });
  const raw = new Child('relay-process.ts', { DATABASE_URL: '' });
  const durable = new Child('relay-process.ts', { DATABASE_URL: postgres.url });
  const [phones, rawPhones, durablePhones] = Array.from({ length: 3 }, () => new Child('phones-process.ts'));
  if (!phones || !rawPhones || !durablePhones) throw new Error('no phones');
  const children = [phones, rawPhones, durablePhones, server, raw, durable];
  const sockets: Socket[] = [];
  try {
    const [{ url }, { url: rawUrl }, { url: durableUrl }] = await Promise.all([
      server.ask<{ url: string }>(),
      raw.ask<{ url: string }>(),
      durable.ask<{ url: string }>(),
    ]);
    const { database } = postgres.storage;
    const signIn = async (ids: readonly string[]) =>
      Promise.all(
        (await invite(database, [...ids], new Date())).map(({ ticket }) => Client.redeem(url, ticket, 'bench')),
      );
    const accounts = await enrolAccounts(database, [
      { login: 'administrator', name: 'administrator', role: 'administrator', area },
      ...Array.from({ length: desks }, (_, at) => ({
        login: `desk-${at}`,
        name: `desk-${at}`,
        role: 'operator' as const,
        area,
      })),
    ]);
    const [administrator, ...operators] = await signIn(accounts.map(({ id }) => id));
    const { workers } = (await administrator?.call(workerContract.enrol, {
      workers: Array.from({ length: connected }, (_, at) => ({
        login: `w${at}`,
        name: `网格员${at}`,
        area: `${area}001001${String(at % 900).padStart(3, '0')}`,
      })),
    })) ?? { workers: [] };
    const ids = workers.map(({ id }) => id);
    const tokens: string[] = [];
    for (let at = 0; at < ids.length; at += 50) {
      tokens.push(...(await signIn(ids.slice(at, at + 50))).map(({ token }) => token ?? ''));
    }
    await phones.ask({ kind: 'ours', url, names: tokens });
    await rawPhones.ask({ kind: 'raw', url: rawUrl, names: ids });
    await durablePhones.ask({ kind: 'raw', url: durableUrl, names: ids });

    const desk = new Desk(operators.map(({ token }) => connect(url, { token: token ?? '' })));
    const rawDesk = connect(rawUrl, {});
    const durableDesk = connect(durableUrl, {});
    sockets.push(...desk.sockets, rawDesk, durableDesk);
    const relayed = (socket: Socket) => async (to: string, text: string) => {
      await socket.timeout(20_000).emitWithAck('send', { to, text });
      return clock();
    };

    const ours: Way = { delivered: [], acknowledged: [] };
    const peer: Way = { delivered: [], acknowledged: [] };
    const least: Way = { delivered: [], acknowledged: [] };
    // One round for warming up, then in turns, so that none has the quieter machine.
    for (let round = 0; round <= rounds; round += 1) {
      const keep = round > 0;
      await measure(ids, phones, (to, text) => desk.send(to, text), keep ? ours : undefined);
      await measure(ids, rawPhones, relayed(rawDesk), keep ? peer : undefined);
      await measure(ids, durablePhones, relayed(durableDesk), keep ? least : undefined);
    }
    say(report, `${connected.toLocaleString('en')} phones`, ours, ' (aim < 50)');
    say(report, 'peer: raw Socket.IO, keeps nothing', peer);
    say(report, 'peer: raw Socket.IO, one durable row each way', least);
    for (const [name, p] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      const own = percentile(ours.acknowledged, p);
      report(`order to acknowledged against raw, ${name}`, own / percentile(peer.acknowledged, p), '× (aim ≤ 3)');
      report(`order to acknowledged against raw and durable, ${name}`, own / percentile(least.acknowledged, p), '×');
    }

    const start = clock();
    const last = await desk.sendToMany(ids.slice(0, many));
    report(`one order to ${many} phones at once, all delivered after`, last - start, 'ms');
  } finally {
    for (const socket of sockets) socket.disconnect();
    for (const child of children) await child.stop();
    await postgres.stop();
  }
}

/** Sends one order after the other, evenly, and waits until all are acknowledged. */
async function measure(
  ids: readonly string[],
  phones: Child,
  send: (to: string, text: string) => Promise<number>,
  way: Way | undefined,
): Promise<void> {
  const sent: Times = new Map();
  const back: Times = new Map();
  const pending: Promise<void>[] = [];
  const start = performance.now();
  for (let at = 0; at < orders; at += 1) {
    const due = start + at * everyMilliseconds - performance.now();
    if (due > 0) await wait(due);
    const text = randomUUID();
    sent.set(text, clock());
    pending.push(send(ids[(at * 7) % ids.length] ?? '', text).then((time) => void back.set(text, time)));
  }
  await Promise.all(pending);
  const { arrived } = await phones.ask<PhoneTimes>('collect');
  if (arrived.size !== orders) throw new Error(`${arrived.size} of ${orders} orders came to a phone`);
  for (const [text, time] of sent) {
    way?.delivered.push((arrived.get(text) ?? Number.NaN) - time);
    way?.acknowledged.push((back.get(text) ?? Number.NaN) - time);
  }
}

/** The operators' desks: an order counts as acknowledged when `dispatch.changed` with "delivered" is at a desk. */
class Desk {
  readonly sockets: readonly Socket[];
  readonly #delivered = new Map<string, (time: number) => void>();
  #next = 0;

  constructor(sockets: readonly Socket[]) {
    this.sockets = sockets;
    sockets[0]?.on(socketMessages.events, (events: EventMessage[]) => {
      for (const { key, payload } of events) {
        if (key !== dispatchContract.changed.key) continue;
        const { order } = payload as { order: Order };
        if (order.state === 'delivered') this.#delivered.get(`${order.worker} ${order.text}`)?.(clock());
      }
    });
  }

  async send(to: string, text: string): Promise<number> {
    const delivered = this.#wait(to, text);
    await this.#act({ workers: [to], text });
    return delivered;
  }

  async sendToMany(workers: readonly string[]): Promise<number> {
    const text = randomUUID();
    const delivered = workers.map((worker) => this.#wait(worker, text));
    await this.#act({ workers, text });
    return Math.max(...(await Promise.all(delivered)));
  }

  #wait(worker: string, text: string): Promise<number> {
    return new Promise((resolve) => this.#delivered.set(`${worker} ${text}`, resolve));
  }

  async #act(input: { workers: readonly string[]; text: string }): Promise<void> {
    this.#next += 1;
    const socket = this.sockets[this.#next % this.sockets.length];
    const reply = await socket?.timeout(20_000).emitWithAck(dispatchContract.send.key, { input, key: randomUUID() });
    if (!reply?.ok) throw new Error(reply?.error.code ?? 'no desk');
  }
}

function connect(url: string, auth: Record<string, string>): Socket {
  return io(url, { path: '/socket', transports: ['websocket'], forceNew: true, auth });
}

function say(report: Report, name: string, way: Way, aim = ''): void {
  report(`${name}: order to phone, p50`, percentile(way.delivered, 0.5), 'ms');
  report(`${name}: order to phone, p99`, percentile(way.delivered, 0.99), 'ms');
  report(`${name}: order to acknowledged, p50`, percentile(way.acknowledged, 0.5), 'ms');
  report(`${name}: order to acknowledged, p99`, percentile(way.acknowledged, 0.99), `ms${aim}`);
}
