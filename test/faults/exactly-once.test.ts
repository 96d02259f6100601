import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountContract } from '../../app/account/index.ts';
import { areaContract } from '../../app/area/index.ts';
import { type Act, type InputOf, type OutputOf, SipinError } from '../../app/contract/index.ts';
import { dispatchContract } from '../../app/dispatch/index.ts';
import { incidentContract } from '../../app/incident/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import { freePort } from '../../server/runtime/free-port.ts';
import { Client } from '../city/client.ts';
import { type Cable, layCable } from '../harness/cable.ts';
import { type ServerProcess, startServerProcess } from '../harness/server-process.ts';
import { waitFor } from '../harness/wait.ts';

/** Faults of one run; SIPIN_FAULTS makes it as long as one likes, and the work grows with it. */
const faults = Number(process.env.SIPIN_FAULTS ?? 15);
const workers = 8;
const reportsEach = 2 * faults;
const ordersEach = Math.ceil((2 * faults) / 3);
const square: [number, number][] = [
  [119, 33],
  [119.1, 33],
  [119.1, 33.1],
  [119, 33.1],
  [119, 33],
];
const grid = '320803001001001';

/** Sends an act under one key until the server has answered, as a phone's outbox does. */
async function insist<D extends Act>(
  client: Client,
  act: D,
  input: InputOf<D>,
  key: string = randomUUID(),
): Promise<OutputOf<D>> {
  return waitFor(
    `${act.key} to be taken`,
    async () => {
      try {
        return await client.call(act, input, key);
      } catch (error) {
        if (error instanceof SipinError && (error.category === 'unavailable' || error.category === 'limit'))
          return null;
        throw error;
      }
    },
    110_000,
  ) as Promise<OutputOf<D>>;
}

describe('nothing is lost and nothing is doubled', () => {
  let data: string;
  let port: number;
  let server: ServerProcess;
  let cable: Cable;
  let operator: Client;
  let phones: { id: string; client: Client }[];

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'sipin-faults-'));
    chmodSync(data, 0o755);
    port = await freePort();
    server = await startServerProcess(data, port);
    cable = await layCable(port);
    const url = `http://127.0.0.1:${cable.port}`;
    const administrator = await Client.redeem(url, server.ready.administratorTicket, 'test');
    operator = await Client.redeem(url, server.ready.operatorTicket, 'test');
    await administrator.call(areaContract.importAreas, {
      datum: 'WGS-84',
      areas: ['3208', '320803', '320803001', '320803001001', grid].map((code) => ({
        code,
        name: `辖区${code}`,
        polygons: [[square]],
      })),
    });
    const enrolled = await administrator.call(workerContract.enrol, {
      workers: Array.from({ length: workers }, (_, index) => ({
        login: `w${index}`,
        name: `网格员${index}`,
        area: grid,
      })),
    });
    const clients = await administrator.signInAs(
      enrolled.workers.map(({ id }) => id),
      'phone',
    );
    phones = [...clients].map(([id, client]) => ({ id, client }));
    await administrator.call(accountContract.signOut, {});
  });
  afterAll(async () => {
    await cable?.close();
    await server?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it(`${workers * reportsEach} reports and ${workers * ordersEach} orders with their acknowledgements through ${faults} kills and cuts`, async () => {
    let done = 0;
    const total = workers * (reportsEach + ordersEach);
    const reporting = phones.map(async ({ client }, phone) => {
      for (let count = 0; count < reportsEach; count += 1) {
        await insist(client, incidentContract.report, {
          kind: 'water',
          title: `上报 ${phone}/${count}`,
          longitude: 119.05,
          latitude: 33.05,
        });
        done += 1;
      }
    });
    const ordering = phones.map(async ({ id, client }, phone) => {
      for (let count = 0; count < ordersEach; count += 1) {
        const { orders } = await insist(operator, dispatchContract.send, {
          workers: [id],
          text: `指令 ${phone}/${count}`,
        });
        const order = orders[0]?.id ?? '';
        await insist(client, dispatchContract.acknowledge, { orders: [order], step: 'delivered' });
        await insist(client, dispatchContract.accept, { order });
        await insist(client, dispatchContract.complete, { order, note: `完成 ${phone}/${count}` });
        done += 1;
      }
    });
    const work = Promise.all([...reporting, ...ordering]);
    // Each fault comes when some more work has gone through, so they fall into the middle of it on any machine.
    for (let fault = 0; fault < faults; fault += 1) {
      const next = done + Math.max(1, Math.floor(total / (faults + 4)));
      await waitFor('more work to be done', () => done >= Math.min(next, total), 110_000);
      if (done >= total) break;
      if (fault % 3 === 0) {
        await server.kill();
        server = await startServerProcess(data, port);
      } else if (fault % 3 === 1) {
        process.kill(server.databasePid(), 'SIGKILL');
      } else {
        cable.cut();
        await expect(operator.call(accountContract.me, {})).rejects.toMatchObject({ code: 'contract.offline' });
        cable.mend();
      }
    }
    await work;

    const titles: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await operator.call(incidentContract.list, { limit: 500, ...(after ? { after } : {}) });
      titles.push(...page.incidents.map(({ title }) => title));
      if (!page.next) break;
      after = page.next;
    }
    const expected = phones.flatMap((_, phone) =>
      Array.from({ length: reportsEach }, (__, count) => `上报 ${phone}/${count}`),
    );
    expect(titles.sort()).toEqual(expected.sort());

    for (const [phone, { id }] of phones.entries()) {
      const { orders } = await operator.call(dispatchContract.list, { worker: id });
      expect(orders.map(({ text }) => text).sort()).toEqual(
        Array.from({ length: ordersEach }, (_, count) => `指令 ${phone}/${count}`).sort(),
      );
      for (const { state, steps } of orders) {
        expect(state).toBe('done');
        expect(steps.map((step) => step.state)).toEqual(['queued', 'sent', 'delivered', 'accepted', 'done']);
      }
    }
  });
});
