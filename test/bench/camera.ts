import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { areaContract } from '../../app/area/index.ts';
import { cameraContract, cameraMessages, lingerMilliseconds } from '../../app/camera/index.ts';
import { invite } from '../../server/account/service.ts';
import { enrolAccounts } from '../../server/account/store.ts';
import { Client } from '../city/client.ts';
import { launchBrowser } from '../harness/browser.ts';
import { partPath, root } from '../harness/parts.ts';
import { CameraWatcher } from '../harness/watcher.ts';
import { reportBehind, reportLooks } from '../measure/camera-looks.ts';
import type { Looked } from '../measure/camera-page/look.ts';
import type { CameraBench } from '../measure/camera-page/main.ts';
import type { BenchCameras } from '../measure/cameras-process.ts';
import { Child } from '../measure/child.ts';
import { haveJanus, type Mountpoint, type RunningJanus, startJanus } from '../measure/janus.ts';
import { startBenchPostgres } from '../measure/postgres.ts';
import type { BenchServer } from '../measure/server-process.ts';
import { cpuSeconds, percentile } from '../measure/statistics.ts';
import type { Report } from './main.ts';

const city = '3208';
/** Cameras of the city, at their rate; and one more of the same kind at that of most real ones, for what is seen. */
const slow = { cameras: 24, rate: 10 } as const;
const fast = { cameras: 2, rate: 25 } as const;
/** A road: much moves in it, so that a broken picture is seen as one. */
const road = 2;
const rounds = 30;
const coldRounds = 4;
const stayMilliseconds = 600;
/** So long that mediasoup's pictures have taken over, which they do at a key frame. */
const settledRounds = 4;
const settledMilliseconds = 3_500;
const crowds = [1, 10, 50, 100];
const steadySeconds = 6;
/** A device may have only so many views; so many devices share the crowd. */
const devices = 4;

interface Setting {
  readonly report: Report;
  readonly page: Page;
  /** Keeps cameras warm. */
  readonly watcher: CameraWatcher;
  readonly serverPid: number;
  /** Devices that are signed in, for the crowd. */
  readonly tokens: readonly string[];
  readonly fast: Registered;
  readonly slow: Registered;
}

/** Cameras and what they are called on the server, both by number from 1. */
interface Registered {
  readonly addresses: readonly string[];
  readonly ids: readonly string[];
}

/** What people see of a camera when they open it, and what watching costs; against Janus' streaming plugin. */
export async function bench(report: Report): Promise<void> {
  if (!(await haveJanus()))
    throw new Error('there is no Janus to compare with: install it (Debian: `apt install janus`)');
  const pages = mkdtempSync(join(tmpdir(), 'sipin-camera-page-'));
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const source = join(root, 'test', 'measure', 'camera-page');
  execFileSync(process.execPath, [vite, 'build', source, '--outDir', pages, '--emptyOutDir', '--logLevel', 'error'], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const postgres = await startBenchPostgres();
  const server = new Child('server-process.ts', {
    DATABASE_URL: postgres.url,
    SIPIN_BENCH_MEDIASOUP: '1',
    SIPIN_BENCH_PAGES: pages,
  });
  const children = [new Child('cameras-process.ts'), new Child('cameras-process.ts')] as const;
  const browser = await launchBrowser();
  let watcher: CameraWatcher | undefined;
  try {
    const { url } = await server.ask<BenchServer>();
    const tickets = await signUp(postgres.storage.database);
    const administrator = await Client.redeem(url, tickets.administrator, 'bench');
    await administrator.call(areaContract.importAreas, {
      datum: 'WGS-84',
      areas: [{ code: city, name: city, polygons: square }],
    });
    const ffmpeg = partPath('ffmpeg');
    const offered = await Promise.all([
      children[0].ask<BenchCameras>({ ...fast, ffmpeg }),
      children[1].ask<BenchCameras>({ ...slow, ffmpeg }),
    ]);
    await administrator.call(cameraContract.allow, {
      networks: offered.map(({ host, port }) => ({ network: `${host}/32`, ports: [port, port] as [number, number] })),
    });
    const setting = {
      fast: await register(administrator, 'fast', offered[0]),
      slow: await register(administrator, 'slow', offered[1]),
    };
    const keeper = await Client.redeem(url, tickets.keeper, 'bench');
    const tokens: string[] = [];
    for (const ticket of tickets.devices) tokens.push((await Client.redeem(url, ticket, 'bench')).token ?? '');
    watcher = await CameraWatcher.connect(url, { id: '', login: '', token: keeper.token ?? '', client: keeper });
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'bench' in window);
    await call(page, 'signIn', tickets.city);
    const all: Setting = { report, page, watcher, serverPid: server.pid, tokens, ...setting };
    await measureWarm(all);
    await measureCold(all);
    await measureCrowds(all);
    await measureAll(all);
  } finally {
    await browser.close();
    watcher?.stop();
    await server.stop();
    for (const child of children) await child.stop();
    await postgres.stop();
    rmSync(pages, { recursive: true, force: true });
  }
}

/** Somebody else watches already; rounds fall anywhere between two key frames. */
async function measureWarm({ report, page, watcher, fast: { ids, addresses } }: Setting): Promise<void> {
  const [id = '', address = ''] = [ids[road - 1], addresses[road - 1]];
  const view = await watcher.watch(id);
  await watcher.becomes(view, 'live');
  await watcher.call(cameraMessages.settled, { view, settled: true });
  const janus = await startJanus([
    { id: 1, address, buffered: true },
    { id: 2, address, buffered: false },
  ]);
  const looks = { ours: [] as Looked[], buffered: [] as Looked[], plain: [] as Looked[] };
  const settled: Looked[] = [];
  try {
    await call(page, 'openJanus', janus.url);
    // Two rounds for warming up, then in turns, so that none has the quieter machine.
    for (let round = -2; round < rounds; round += 1) {
      const anywhere = () => wait(Math.random() * 700);
      await anywhere();
      const own = await call(page, 'ours', id, road, stayMilliseconds);
      await anywhere();
      const buffered = await call(page, 'janus', 1, road, stayMilliseconds);
      await anywhere();
      const plain = await call(page, 'janus', 2, road, stayMilliseconds);
      if (round < 0) continue;
      looks.ours.push(own);
      looks.buffered.push(buffered);
      looks.plain.push(plain);
    }
    for (let round = 0; round < settledRounds; round += 1)
      settled.push(await call(page, 'ours', id, road, settledMilliseconds));
  } finally {
    await janus.stop();
    await watcher.close(view);
  }
  reportLooks(report, 'warm', looks.ours, '≤ Janus with bufferkf', '< 300');
  reportBehind(report, 'warm, watched on', settled);
  reportLooks(report, 'peer: Janus with bufferkf', looks.buffered);
  reportLooks(report, 'peer: Janus without bufferkf', looks.plain);
}

/** Nobody has watched for longer than the server lingers: a still of last time comes first. */
async function measureCold({ report, page, fast: { ids } }: Setting): Promise<void> {
  const looks: Looked[] = [];
  for (let round = 0; round < coldRounds; round += 1) {
    await wait(lingerMilliseconds + 2_000);
    looks.push(await call(page, 'ours', ids[road - 1] ?? '', road, stayMilliseconds));
  }
  reportLooks(report, 'cold', looks);
}

/** One camera, more and more viewers. */
async function measureCrowds({ report, page, serverPid, tokens, slow: { ids, addresses } }: Setting): Promise<void> {
  const [id = '', address = ''] = [ids[0], addresses[0]];
  const own = new Map<number, Cost>();
  for (const count of crowds) {
    await call(page, 'watchOurs', [...tokens], [id], count);
    own.set(count, await costOf(page, [serverPid, ...childrenOf(serverPid)]));
  }
  await call(page, 'leave');
  await withJanus(page, [{ id: 1, address, buffered: true }], async (janus) => {
    for (const count of crowds) {
      await call(page, 'watchJanus', [1], count);
      reportCost(report, `1 camera, ${count} viewers`, count, own.get(count), await costOf(page, [janus.pid]));
    }
  });
}

/** All cameras of the city at once, one viewer each. */
async function measureAll({ report, page, serverPid, tokens, slow: { ids, addresses } }: Setting): Promise<void> {
  await call(page, 'watchOurs', [...tokens], [...ids], ids.length);
  const own = await costOf(page, [serverPid, ...childrenOf(serverPid)]);
  await call(page, 'leave');
  // Ours stops pulling the cameras before Janus is measured.
  await wait(lingerMilliseconds + 1_000);
  const mountpoints = addresses.map((address, at) => ({ id: at + 1, address, buffered: true }));
  await withJanus(page, mountpoints, async (janus) => {
    const numbers = mountpoints.map(({ id }) => id);
    await call(page, 'watchJanus', numbers, numbers.length);
    reportCost(report, `${ids.length} cameras, 1 viewer each`, ids.length, own, await costOf(page, [janus.pid]));
  });
}

async function withJanus(
  page: Page,
  mountpoints: readonly Mountpoint[],
  work: (janus: RunningJanus) => Promise<void>,
): Promise<void> {
  const janus = await startJanus(mountpoints);
  try {
    await call(page, 'openJanus', janus.url);
    await work(janus);
    await call(page, 'leave');
  } finally {
    await janus.stop();
  }
}

interface Cost {
  /** Share of one core. */
  readonly busy: number;
  /** Viewers that got what the others got. */
  readonly served: number;
  /** Packets per second of the one in the middle. */
  readonly packets: number;
}

/** What those processes use while everybody watches, and whether everybody gets something. */
async function costOf(page: Page, pids: readonly number[]): Promise<Cost> {
  await wait(1_500);
  const sum = () => pids.reduce((total, pid) => total + cpuSeconds(pid), 0);
  const packetsBefore = await call(page, 'packets');
  const [before, began] = [sum(), performance.now()];
  await wait(steadySeconds * 1_000);
  const [used, seconds] = [sum() - before, (performance.now() - began) / 1_000];
  const packetsAfter = await call(page, 'packets');
  const got = packetsAfter.map((packets, at) => packets - (packetsBefore[at] ?? 0));
  const middle = percentile(got, 0.5);
  return {
    busy: used / seconds,
    served: got.filter((packets) => packets > middle / 2).length,
    packets: middle / seconds,
  };
}

function reportCost(report: Report, name: string, viewers: number, own: Cost | undefined, peer: Cost): void {
  if (!own) return;
  report(`${name}: CPU of server and mediasoup`, own.busy * 100, '% of a core');
  report(`${name}: peer: CPU of Janus`, peer.busy * 100, '% of a core');
  report(`${name}: CPU per viewer`, (own.busy / viewers) * 1_000, '‰ of a core (aim ≤ Janus)');
  report(`${name}: peer: CPU per viewer of Janus`, (peer.busy / viewers) * 1_000, '‰ of a core');
  report(`${name}: viewers that got the stream`, own.served, `of ${viewers}, ${own.packets.toFixed(0)} packets/s each`);
  report(`${name}: peer: viewers that got it`, peer.served, `of ${viewers}, ${peer.packets.toFixed(0)} packets/s each`);
}

/** Processes that a process has started; Linux only. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

async function register(administrator: Client, kind: string, { addresses }: BenchCameras): Promise<Registered> {
  const numberOf = (at: number) => `${kind}-${at + 1}`;
  const { cameras } = await administrator.call(cameraContract.register, {
    cameras: addresses.map((address, at) => ({
      number: numberOf(at),
      name: numberOf(at),
      area: city,
      longitude: 119.02,
      latitude: 33.52,
      address,
    })),
  });
  const byNumber = new Map(cameras.map(({ id, number }) => [number, id]));
  return { addresses, ids: addresses.map((_, at) => byNumber.get(numberOf(at)) ?? '') };
}

/** Calls the page's bench. */
function call<Method extends keyof CameraBench>(
  page: Page,
  method: Method,
  ...args: Parameters<CameraBench[Method]>
): Promise<Awaited<ReturnType<CameraBench[Method]>>> {
  return page.evaluate(
    ([name, given]) => {
      const { bench } = window as unknown as { bench: Record<string, (...given: unknown[]) => Promise<never>> };
      return bench[name]?.(...given) as Promise<never>;
    },
    [method, args as unknown[]] as const,
  );
}

async function signUp(database: Parameters<typeof enrolAccounts>[0]) {
  const names = Array.from({ length: devices }, (_, at) => `device-${at + 1}`);
  const accounts = await enrolAccounts(database, [
    { login: 'administrator', name: 'administrator', role: 'administrator', area: city },
    { login: 'city', name: 'city', role: 'operator', area: city },
    ...['keeper', ...names].map((name) => ({ login: name, name, role: 'operator' as const, area: city })),
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
    keeper: ticketOf('keeper'),
    devices: names.map(ticketOf),
  };
}

const square: [number, number][][][] = [
  [
    [
      [119, 33.5],
      [119.04, 33.5],
      [119.04, 33.54],
      [119, 33.54],
      [119, 33.5],
    ],
  ],
];
