import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { areaContract } from '../../app/area/index.ts';
import { invite } from '../../server/account/service.ts';
import { enrolAccounts } from '../../server/account/store.ts';
import { Client } from '../city/client.ts';
import { startSite } from '../city/sites.ts';
import { launchBrowser } from '../harness/browser.ts';
import { root } from '../harness/parts.ts';
import { waitFor } from '../harness/wait.ts';
import { Child } from '../measure/child.ts';
import { startBenchPostgres } from '../measure/postgres.ts';
import type { RoomBench } from '../measure/room-page/main.ts';
import type { BenchServer } from '../measure/server-process.ts';
import { cpuSeconds, percentile } from '../measure/statistics.ts';
import type { Report } from './main.ts';

const city = '3208';
const sizes = [2, 4, 10];
const rounds = 15;
const steadySeconds = 10;

/** From joining to the first remote picture, and what a room costs, with 2 to 10 sites; against livekit-client alone. */
export async function bench(report: Report): Promise<void> {
  const pages = mkdtempSync(join(tmpdir(), 'sipin-room-page-'));
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const source = join(root, 'test', 'measure', 'room-page');
  execFileSync(process.execPath, [vite, 'build', source, '--outDir', pages, '--emptyOutDir', '--logLevel', 'error'], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const postgres = await startBenchPostgres();
  const server = new Child('server-process.ts', {
    DATABASE_URL: postgres.url,
    SIPIN_BENCH_LIVEKIT: '1',
    SIPIN_BENCH_PAGES: pages,
  });
  const browser = await launchBrowser();
  const stops: (() => Promise<void>)[] = [];
  try {
    const { url, livekit } = await server.ask<BenchServer>();
    if (!livekit) throw new Error('there is no LiveKit');
    const areas = Array.from({ length: Math.max(...sizes) - 1 }, (_, at) => `32080300${at + 1}`);
    const tickets = await signUp(postgres.storage.database, areas);
    const administrator = await Client.redeem(url, tickets.administrator, 'bench');
    await administrator.call(areaContract.importAreas, {
      datum: 'WGS-84',
      areas: [city, '320803', ...areas].map((code, at) => ({ code, name: code, polygons: square(119 + at / 20) })),
    });
    for (const [area, ticket] of tickets.sites) {
      const { token = '' } = await Client.redeem(url, ticket, 'bench');
      const site = await startSite({ url, token, area, name: area, answerMilliseconds: 0 });
      stops.push(() => site.stop());
    }
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'bench' in window);
    await call(page, 'signIn', tickets.city);
    for (const size of sizes) await measure({ report, page, size, areas, livekit, serverPid: server.pid });
  } finally {
    await browser.close();
    for (const stop of stops) await stop();
    await server.stop();
    await postgres.stop();
    rmSync(pages, { recursive: true, force: true });
  }
}

async function measure(parts: {
  report: Report;
  page: Page;
  size: number;
  areas: readonly string[];
  livekit: NonNullable<BenchServer['livekit']>;
  serverPid: number;
}): Promise<void> {
  const { report, page, size, areas, livekit } = parts;
  const called = areas.slice(0, size - 1);
  const { conference, room } = await call(page, 'call', called);
  await waitFor(
    `${size - 1} sites in the room`,
    async () => (await call(page, 'present', conference)) >= size - 1,
    60_000,
  );
  const address = livekit.url.replace(/^http/, 'ws');
  const own: number[] = [];
  const peer: number[] = [];
  const cpu = { ours: 0, bare: 0 };
  // Two rounds for warming up, then in turns, so that none has the quieter machine; the last of each stays for a while.
  for (let round = -2; round < rounds; round += 1) {
    const steady = round === rounds - 1;
    const first = await call(page, 'ours', room);
    if (steady) cpu.ours = await busy([parts.serverPid, livekit.pid]);
    await call(page, 'leave');
    const second = await call(page, 'bare', address, room);
    if (steady) cpu.bare = await busy([parts.serverPid, livekit.pid]);
    await call(page, 'leave');
    if (round < 0) continue;
    own.push(first);
    peer.push(second);
  }
  const name = `${size} sites`;
  report(`${name}: join to first remote picture, p50`, percentile(own, 0.5), 'ms');
  report(`${name}: join to first remote picture, p90`, percentile(own, 0.9), 'ms');
  report(`${name}: peer: livekit-client alone, p50`, percentile(peer, 0.5), 'ms');
  report(`${name}: peer: livekit-client alone, p90`, percentile(peer, 0.9), 'ms');
  report(`${name}: against livekit-client alone, p50`, percentile(own, 0.5) / percentile(peer, 0.5), '× (aim ≤ 1.1)');
  report(`${name}: CPU of server and LiveKit`, cpu.ours * 100, '% of a core');
  report(`${name}: peer: CPU of server and LiveKit`, cpu.bare * 100, '% of a core');
}

/** Share of one core that these processes use while nothing changes. */
async function busy(pids: readonly number[]): Promise<number> {
  const sum = () => pids.reduce((total, pid) => total + cpuSeconds(pid), 0);
  const before = sum();
  await wait(steadySeconds * 1_000);
  return (sum() - before) / steadySeconds;
}

/** Calls the page's bench. */
function call<Method extends keyof RoomBench>(
  page: Page,
  method: Method,
  ...args: Parameters<RoomBench[Method]>
): Promise<Awaited<ReturnType<RoomBench[Method]>>> {
  return page.evaluate(
    ([name, given]) => {
      const { bench } = window as unknown as { bench: Record<string, (...given: unknown[]) => Promise<never>> };
      return bench[name]?.(...given) as Promise<never>;
    },
    [method, args as unknown[]] as const,
  );
}

async function signUp(database: Parameters<typeof enrolAccounts>[0], areas: readonly string[]) {
  const accounts = await enrolAccounts(database, [
    { login: 'administrator', name: 'administrator', role: 'administrator', area: city },
    { login: 'city', name: 'city', role: 'operator', area: city },
    ...areas.map((area) => ({ login: area, name: area, role: 'operator' as const, area })),
  ]);
  const given = await invite(
    database,
    accounts.map(({ id }) => id),
    new Date(),
  );
  const ticketOf = (login: string) => {
    const id = accounts.find((account) => account.login === login)?.id;
    return given.find(({ account }) => account === id)?.ticket ?? '';
  };
  return {
    administrator: ticketOf('administrator'),
    city: ticketOf('city'),
    sites: areas.map((area) => [area, ticketOf(area)] as const),
  };
}

function square(west: number) {
  const ring = [
    [west, 33.5],
    [west + 0.04, 33.5],
    [west + 0.04, 33.54],
    [west, 33.54],
    [west, 33.5],
  ] as [number, number][];
  return [[ring]];
}
