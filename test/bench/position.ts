import { setTimeout as wait } from 'node:timers/promises';
import { encodeFrame, ingestMost, ingestPath } from '../../app/position/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import { invite } from '../../server/account/service.ts';
import { enrolAccounts } from '../../server/account/store.ts';
import { Client } from '../city/client.ts';
import { Child } from '../measure/child.ts';
import { startBenchPostgres } from '../measure/postgres.ts';
import { stampedLongitude } from '../measure/stamp.ts';
import { cpuSeconds, percentile } from '../measure/statistics.ts';
import type { Report } from './main.ts';

const consoles = 100;
const fixesPerSecond = 20_000;
const seconds = 8;
const rounds = 3;
/** The gateway sends so often, so that fixes come at any moment of the server's tick. */
const sendMilliseconds = 50;
/** As our server's (fan-out.ts): the raw peer sends as much, as often. */
const tickMilliseconds = 200;

interface Collected {
  readonly latencies: number[];
  readonly bytes: number;
  readonly records: number;
  readonly frames: number;
}

/** From fixes in to frames at the consoles, with storing; against raw ws and against one JSON event for each fix. */
export async function bench(report: Report): Promise<void> {
  const postgres = await startBenchPostgres();
  const server = new Child('server-process.ts', { DATABASE_URL: postgres.url });
  try {
    const { url } = await server.ask<{ url: string }>();
    const { database } = postgres.storage;
    const accounts = await enrolAccounts(database, [
      { login: 'administrator', name: 'administrator', role: 'administrator', area: '3208' },
      { login: 'operator', name: 'operator', role: 'operator', area: '3208' },
      { login: 'gateway', name: 'gateway', role: 'gateway', area: '3208' },
    ]);
    const clients: Record<string, Client> = {};
    for (const { id, login } of accounts) {
      const [ticket] = await invite(database, [id], new Date());
      clients[login] = await Client.redeem(url, ticket?.ticket ?? '', 'bench');
    }
    const { administrator, operator, gateway } = clients;
    if (!administrator || !operator || !gateway) throw new Error('not signed in');

    const fanOuts: (readonly [string, number])[] = [];
    let indices: number[] = [];
    for (const workers of [7_092, 100_000]) {
      indices = await enrol(administrator, gateway, indices, workers);
      const name = `${workers.toLocaleString('en')} workers`;
      // In turns, so that neither has the warmer machine; the medians count.
      const idles: number[] = [];
      const feds: number[] = [];
      const latencies: number[] = [];
      const acknowledged: number[] = [];
      let [records, bytes, accepted] = [0, 0, 0];
      await feed(url, gateway, indices, server.pid);
      for (let round = 0; round < rounds; round += 1) {
        idles.push((await feed(url, gateway, indices, server.pid)).cpu);
        const watching = new Child('consoles-process.ts');
        await watching.ask({ kind: 'ours', url, token: operator.token, area: '3208', count: consoles });
        watching.tell('reset');
        const fed = await feed(url, gateway, indices, server.pid);
        const got = await watching.ask<Collected>('collect');
        await watching.stop();
        feds.push(fed.cpu);
        latencies.push(...got.latencies.slice(0, 60_000));
        acknowledged.push(...fed.acknowledged);
        records += got.records;
        bytes += got.bytes;
        accepted += fed.accepted;
      }
      const idle = percentile(idles, 0.5);
      const fed = percentile(feds, 0.5);
      fanOuts.push([name, fed - idle]);
      report(`${name}: fixes in, stored`, accepted / rounds / seconds, 'fixes/s');
      report(`${name}: of them at the consoles, for each console`, records / consoles / accepted, '×');
      report(`${name}: fix to console, p50`, percentile(latencies, 0.5), 'ms');
      report(`${name}: fix to console, p99`, percentile(latencies, 0.99), 'ms (aim < 250)');
      report(`${name}: gateway's acknowledgement (stored), p50`, percentile(acknowledged, 0.5), 'ms');
      report(`${name}: gateway's acknowledgement (stored), p99`, percentile(acknowledged, 0.99), 'ms');
      report(`${name}: bytes for each fix and console`, bytes / records, 'B');
      report(`${name}: server's CPU, in and stored, nobody watches`, idle * 100, '% of a core');
      report(`${name}: server's CPU with ${consoles} consoles`, fed * 100, '% of a core');
      report(`${name}: server's CPU of the fan-out alone`, (fed - idle) * 100, '% of a core');
    }
    const raw = await peer('ws', fixesPerSecond);
    report('peer: raw ws, as much to as many, CPU', raw.cpu * 100, '% of a core');
    for (const [name, cpu] of fanOuts) report(`fan-out against raw ws: ${name}`, cpu / raw.cpu, '× CPU (aim ≤ 1.5)');
    report('peer: raw ws, p50', percentile(raw.got.latencies, 0.5), 'ms from sending, without a tick');
    report('peer: raw ws, p99', percentile(raw.got.latencies, 0.99), 'ms from sending, without a tick');
    const jsonFixes = 1_000;
    const json = await peer('json', jsonFixes);
    report(`peer: one JSON event for each fix at ${jsonFixes} fixes/s, CPU`, json.cpu * 100, '% of a core');
    report(
      `peer: one JSON event for each fix at ${jsonFixes} fixes/s, p99`,
      percentile(json.got.latencies, 0.99),
      'ms',
    );
  } finally {
    await server.stop();
    await postgres.stop();
  }
}

/** Enrols workers up to so many and puts all on duty; the indices of all. */
async function enrol(administrator: Client, gateway: Client, present: number[], most: number): Promise<number[]> {
  const indices = [...present];
  while (indices.length < most) {
    const count = Math.min(5_000, most - indices.length);
    const { workers } = await administrator.call(workerContract.enrol, {
      workers: Array.from({ length: count }, (_, at) => {
        const number = indices.length + at;
        const grid = `3208${String(3 + (number % 8)).padStart(2, '0')}001001${String(number % 900).padStart(3, '0')}`;
        return { login: `w${number}`, name: `网格员${number}`, area: grid };
      }),
    });
    await gateway.call(workerContract.passDuty, { workers: workers.map(({ id }) => id), onDuty: true });
    indices.push(...workers.map(({ index }) => index));
  }
  await wait(2_000);
  return indices;
}

/** Sends fixes evenly for the time of the measurement; never more than one second's worth unanswered. */
async function feed(url: string, gateway: Client, indices: readonly number[], pid: number) {
  const perFrame = Math.min(ingestMost, (fixesPerSecond * sendMilliseconds) / 1_000);
  const acknowledged: number[] = [];
  let accepted = 0;
  let next = 0;
  const pending = new Set<Promise<void>>();
  const send = async () => {
    const now = Date.now();
    const records = Array.from({ length: perFrame }, () => {
      const index = indices[next % indices.length] ?? 0;
      next += 1;
      const latitude = 33 + (index % 9_000) / 9_000;
      return {
        index,
        time: now,
        longitude: stampedLongitude(now),
        latitude,
        accuracy: 8,
        speed: 1,
        heading: 90,
        battery: 80,
        flags: 0,
      };
    });
    const response = await fetch(url + ingestPath, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${gateway.token}` },
      body: encodeFrame('ingest', 0, now, records),
    });
    const body = (await response.json()) as { accepted?: number; error?: unknown };
    if (body.accepted === undefined) throw new Error(JSON.stringify(body));
    accepted += body.accepted;
    acknowledged.push(Date.now() - now);
  };
  const cpuBefore = cpuSeconds(pid);
  const start = performance.now();
  for (let at = 0; at * sendMilliseconds < seconds * 1_000; at += 1) {
    const due = start + at * sendMilliseconds - performance.now();
    if (due > 0) await wait(due);
    if (pending.size >= 1_000 / sendMilliseconds) await Promise.race(pending);
    const sent: Promise<void> = send().finally(() => pending.delete(sent));
    pending.add(sent);
  }
  await Promise.all(pending);
  const took = (performance.now() - start) / 1_000;
  return { accepted, acknowledged, cpu: (cpuSeconds(pid) - cpuBefore) / took };
}

async function peer(kind: 'ws' | 'json', fixes: number): Promise<{ cpu: number; got: Collected }> {
  const broadcast = new Child('broadcast-process.ts');
  const { url } = await broadcast.ask<{ url: string }>({
    kind,
    fixesPerSecond: fixes,
    tickMilliseconds,
    recordBytes: 20,
  });
  const watching = new Child('consoles-process.ts');
  await watching.ask({ kind, url, count: consoles });
  await wait(1_000);
  watching.tell('reset');
  const before = cpuSeconds(broadcast.pid);
  const start = performance.now();
  await wait(seconds * 1_000);
  const cpu = (cpuSeconds(broadcast.pid) - before) / ((performance.now() - start) / 1_000);
  const got = await watching.ask<Collected>('collect');
  await watching.stop();
  await broadcast.stop();
  return { cpu, got };
}
