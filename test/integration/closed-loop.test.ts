import { createHash, randomUUID } from 'node:crypto';
import { Transformer } from '@napi-rs/image';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areaContract } from '../../app/area/index.ts';
import type { EventMessage } from '../../app/contract/index.ts';
import { dispatchContract, type Order } from '../../app/dispatch/index.ts';
import { incidentContract } from '../../app/incident/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import { Client } from '../city/client.ts';
import { type SignedIn, startTestServer, type TestServer } from '../harness/server.ts';
import { waitFor } from '../harness/wait.ts';

const square = (west: number, south: number, side: number): [number, number][] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];
const grid = '320803001001001';

async function photo(side = 400): Promise<Buffer> {
  return Transformer.fromRgbaPixels(new Uint8Array(side * side * 4).fill(120), side, side).jpeg(80);
}

async function upload(
  client: Client,
  content: Buffer,
): Promise<{ status: number; body: { hash?: string; error?: { code: string } } }> {
  const hash = createHash('sha256').update(content).digest('hex');
  const response = await fetch(`${client.url}/api/file/${hash}`, {
    method: 'PUT',
    headers: { 'content-type': 'image/jpeg', authorization: `Bearer ${client.token}` },
    body: new Uint8Array(content),
  });
  return { status: response.status, body: (await response.json()) as { hash?: string } };
}

describe('the closed loop', () => {
  let server: TestServer;
  let county: SignedIn;
  let neighbour: SignedIn;
  let worker: { id: string; client: Client };
  let other: { id: string; client: Client };

  beforeAll(async () => {
    server = await startTestServer();
    const administrator = await server.signIn('administrator', '3208');
    await administrator.client.call(areaContract.importAreas, {
      datum: 'WGS-84',
      areas: ['3208', '320803', '320803001', '320803001001', grid].map((code) => ({
        code,
        name: `辖区${code}`,
        polygons: [[square(119, 33, 0.1)]],
      })),
    });
    county = await server.signIn('operator', '320803');
    neighbour = await server.signIn('operator', '320804');
    const { workers } = await administrator.client.call(workerContract.enrol, {
      workers: [
        { login: 'one', name: '网格员一', area: grid },
        { login: 'two', name: '网格员二', area: grid },
      ],
    });
    const clients = await administrator.client.signInAs(
      workers.map(({ id }) => id),
      'phone',
    );
    const [first, second] = workers.map(({ id }) => ({ id, client: clients.get(id) ?? new Client(server.url) }));
    if (!first || !second) throw new Error('no workers');
    worker = first;
    other = second;
  });
  afterAll(() => server.stop());

  const report = (client: Client, extra: object = {}) =>
    client.call(incidentContract.report, {
      kind: 'water',
      title: '路边漏水',
      longitude: 119.05,
      latitude: 33.05,
      ...extra,
    });

  it('takes a report from the phone to the consoles of its area, and of no other', async () => {
    const { incident } = await report(worker.client);
    expect(incident).toMatchObject({ stage: 'reported', area: grid, reporterName: '网格员一' });
    const seen = await county.client.call(incidentContract.list, {});
    expect(seen.incidents.map(({ id }) => id)).toContain(incident.id);
    const elsewhere = await neighbour.client.call(incidentContract.list, {});
    expect(elsewhere.incidents).toEqual([]);
    await expect(neighbour.client.call(incidentContract.get, { incident: incident.id })).rejects.toMatchObject({
      code: 'contract.area-refused',
    });
    await expect(neighbour.client.call(incidentContract.receive, { incident: incident.id })).rejects.toMatchObject({
      code: 'contract.area-refused',
    });
    await expect(other.client.call(incidentContract.get, { incident: incident.id })).rejects.toMatchObject({
      category: 'not-found',
    });
  });

  it('reports once, however often the phone sends it', async () => {
    const key = randomUUID();
    const draft = { kind: 'road', title: '井盖缺失', longitude: 119.05, latitude: 33.05 } as const;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => worker.client.call(incidentContract.report, draft, key)),
    );
    expect(new Set(answers.map(({ incident }) => incident.id)).size).toBe(1);
    await expect(worker.client.call(incidentContract.report, { ...draft, title: '别的' }, key)).rejects.toMatchObject({
      code: 'contract.key-reused',
    });
  });

  it('goes from report over order to verified and closed, and nothing out of turn', async () => {
    const socket = await connect(worker.client);
    const told: Order[] = [];
    socket.on('events', (events: EventMessage[]) => {
      for (const event of events) {
        if (event.key === dispatchContract.ordered.key) told.push((event.payload as { order: Order }).order);
      }
    });
    const { incident } = await report(worker.client);
    const step = { incident: incident.id };
    await expect(county.client.call(incidentContract.close, step)).rejects.toMatchObject({
      code: 'incident.step-refused',
    });
    const { orders } = await county.client.call(dispatchContract.send, {
      workers: [worker.id],
      incident: incident.id,
      text: '请到现场查看',
    });
    const order = { order: orders[0]?.id ?? '' };
    await waitFor('the order on the phone', () => told.find(({ id }) => id === order.order));
    await waitFor('sent', async () => (await stateOf(order)) === 'sent');
    await worker.client.call(dispatchContract.acknowledge, { orders: [order.order], step: 'delivered' });
    await worker.client.call(dispatchContract.acknowledge, { orders: [order.order], step: 'delivered' });
    await worker.client.call(dispatchContract.acknowledge, { orders: [order.order], step: 'read' });
    await expect(worker.client.call(dispatchContract.complete, order)).rejects.toMatchObject({
      code: 'dispatch.step-refused',
    });
    await worker.client.call(dispatchContract.accept, order);
    expect(await busy(worker.id)).toBe(true);
    await expect(worker.client.call(dispatchContract.decline, { ...order, note: '不行' })).rejects.toMatchObject({
      code: 'dispatch.step-refused',
    });
    await worker.client.call(dispatchContract.arrive, order);
    const { body } = await upload(worker.client, await photo());
    await worker.client.call(dispatchContract.complete, { ...order, note: '已处理', photos: [body.hash ?? ''] });
    expect(await busy(worker.id)).toBe(false);

    const done = await county.client.call(dispatchContract.get, order);
    expect(done.order.steps.map(({ state }) => state)).toEqual([
      'queued',
      'sent',
      'delivered',
      'read',
      'accepted',
      'arrived',
      'done',
    ]);
    const handled = await county.client.call(incidentContract.get, step);
    expect(handled.incident.stage).toBe('handled');
    expect(handled.journal.at(-1)).toMatchObject({ step: 'handled', photos: [body.hash] });
    await county.client.call(incidentContract.verify, step);
    await county.client.call(incidentContract.close, step);
    const { incident: closed, journal } = await county.client.call(incidentContract.get, step);
    expect(closed.stage).toBe('closed');
    expect(journal.map((entry) => entry.step)).toEqual(['reported', 'dispatched', 'handled', 'verified', 'closed']);
    socket.disconnect();
  });

  it('keeps an order for a phone that is away, and hands it over when it is back', async () => {
    const { orders } = await county.client.call(dispatchContract.send, { workers: [other.id], text: '请联系中心' });
    const order = { order: orders[0]?.id ?? '' };
    expect(await stateOf(order)).toBe('queued');
    const socket = await connect(other.client);
    await waitFor('sent', async () => (await stateOf(order)) === 'sent');
    const inbox = await other.client.call(dispatchContract.inbox, {});
    expect(inbox.orders.map(({ id }) => id)).toContain(order.order);
    socket.disconnect();
  });

  it('lets nobody command or look beyond the jurisdiction', async () => {
    await expect(
      neighbour.client.call(dispatchContract.send, { workers: [worker.id], text: '越权' }),
    ).rejects.toMatchObject({ code: 'contract.area-refused' });
    await expect(
      worker.client.call(dispatchContract.send, { workers: [other.id], text: '越权' }),
    ).rejects.toMatchObject({
      code: 'contract.role-refused',
    });
    const { orders } = await county.client.call(dispatchContract.send, { workers: [worker.id], text: '一' });
    const order = { order: orders[0]?.id ?? '' };
    await expect(other.client.call(dispatchContract.accept, order)).rejects.toMatchObject({ category: 'not-found' });
    await expect(neighbour.client.call(dispatchContract.get, order)).rejects.toMatchObject({
      code: 'contract.area-refused',
    });
  });

  it('sends to several all or none', async () => {
    await expect(
      county.client.call(dispatchContract.send, { workers: [worker.id, randomUUID()], text: '全体' }),
    ).rejects.toMatchObject({ code: 'dispatch.worker-unknown' });
    const { orders } = await county.client.call(dispatchContract.send, {
      workers: [worker.id, other.id, worker.id],
      text: '全体',
    });
    expect(orders).toHaveLength(2);
    expect(new Set(orders.map(({ batch }) => batch)).size).toBe(1);
  });

  describe('a photo', () => {
    it('is shown to the consoles of its area and to who reported, to nobody else', async () => {
      const { body } = await upload(worker.client, await photo(3_000));
      await report(worker.client, { photos: [body.hash] });
      const see = async (client: Client, size = '') =>
        fetch(`${server.url}/api/file/${body.hash}${size}`, { headers: { authorization: `Bearer ${client.token}` } });
      expect((await see(county.client)).status).toBe(200);
      expect((await see(worker.client, '?size=thumbnail')).status).toBe(200);
      expect((await see(neighbour.client)).status).toBe(404);
      expect((await see(other.client)).status).toBe(404);
      const kept = Buffer.from(await (await see(county.client)).arrayBuffer());
      const { width, height } = await new Transformer(kept).metadata();
      expect(Math.max(width, height)).toBe(2_048);
    });

    it.each([
      ['no photo at all', Buffer.from('<script>alert(1)</script>'), 'file.not-a-photo'],
      ['a broken one', Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3, 4, 5, 6]), 'file.not-a-photo'],
    ])('that is %s is refused', async (_, content, code) => {
      const { status, body } = await upload(worker.client, content);
      expect(status).toBe(400);
      expect(body.error?.code).toBe(code);
    });

    it('that is not what its hash says is refused, and so is a foreign one', async () => {
      const response = await fetch(`${server.url}/api/file/${'0'.repeat(64)}`, {
        method: 'PUT',
        headers: { 'content-type': 'image/jpeg', authorization: `Bearer ${worker.client.token}` },
        body: new Uint8Array(await photo(16)),
      });
      expect(await response.json()).toMatchObject({ error: { code: 'file.hash-differs' } });
      const { body } = await upload(worker.client, await photo(64));
      await expect(report(other.client, { photos: [body.hash] })).rejects.toMatchObject({ code: 'file.not-found' });
    });
  });

  async function stateOf(order: { order: string }): Promise<string> {
    return (await county.client.call(dispatchContract.get, order)).order.state;
  }

  async function busy(id: string): Promise<boolean> {
    return (await county.client.call(workerContract.get, { worker: id })).busy;
  }

  async function connect(client: Client): Promise<Socket> {
    const socket = io(server.url, { path: '/socket', transports: ['websocket'], auth: { token: client.token } });
    await new Promise<void>((resolve, reject) => {
      socket.once('hello', () => resolve());
      socket.once('connect_error', reject);
    });
    return socket;
  }
});
