import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { DataFolder } from '../../server/runtime/data-folder.ts';
import { freePort } from '../../server/runtime/free-port.ts';
import type { PartStatus } from '../../server/runtime/health.ts';
import { startLivekit } from '../../server/runtime/livekit.ts';
import { startPostgres } from '../../server/runtime/postgres.ts';
import { launchBrowser } from '../harness/browser.ts';
import { partPath, root } from '../harness/parts.ts';
import { waitFor } from '../harness/wait.ts';
import type { Report } from './main.ts';

const patience = 300_000;
/** The parts without which the console is not whole. */
const parts = ['database', 'livekit', 'mediasoup'];

/** A second `npm start` on data that is there: to healthy, to the first frame of the map; against the parts alone. */
export async function bench(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sipin-bench-start-'));
  chmodSync(folder, 0o755);
  try {
    const data = join(folder, 'data');
    const first = await startAll(data);
    await first.healthy();
    report('first npm start on an empty data folder, parts in the cache: to healthy', first.elapsed(), 'ms');
    await first.city();
    report('first npm start: to the whole city at work', first.elapsed(), 'ms');
    await first.stop();

    const browser = await launchBrowser();
    const second = await startAll(data);
    report('second npm start: to ready', second.elapsed(), 'ms');
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const [mapAt, healthyAt] = await Promise.all([
      page
        .goto(second.link)
        .then(() => page.locator('.map-canvas[data-state="ready"]').waitFor({ timeout: patience }))
        .then(() => second.elapsed()),
      second.healthy().then(() => second.elapsed()),
    ]);
    report('second npm start: to healthy', healthyAt, 'ms (aim < 10,000)');
    report('second npm start: to first map frame in a browser', mapAt, 'ms (aim < 15,000)');
    await second.city();
    report('second npm start: to the whole city at work', second.elapsed(), 'ms');
    await browser.close();
    await second.stop();

    await alone(join(folder, 'alone'));
    report('peer: PostgreSQL and LiveKit alone, second start', await alone(join(folder, 'alone')), 'ms');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Started {
  readonly link: string;
  /** Milliseconds since the command was given. */
  elapsed(): number;
  /** Resolves when all parts are up. */
  healthy(): Promise<void>;
  /** Resolves when the simulated city is at work. */
  city(): Promise<void>;
  stop(): Promise<void>;
}

/** `npm start` as a user gives it; resolves when it says that it is ready. */
async function startAll(data: string): Promise<Started> {
  const startedAt = performance.now();
  const port = await freePort();
  const child = spawn('npm', ['start', '--', '--no-open', '--port', String(port), '--data', data], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const link = await lineWith(child, /^one-time sign-in link.*: (\S+)$/);
  const health = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`);
    return ((await response.json()) as { parts: Record<string, PartStatus> }).parts;
  };
  const up = (names: readonly string[]) => async () => {
    const present = await health();
    return names.every((name) => present[name]?.state === 'up');
  };
  return {
    link,
    elapsed: () => performance.now() - startedAt,
    async healthy() {
      await waitFor('all parts', up(parts), patience);
    },
    async city() {
      await waitFor('the city', up(['city']), patience);
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function lineWith(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) throw new Error('no output');
    // Read to the end, so that the command never waits for a reader.
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = pattern.exec(line);
      if (match?.[1]) resolve(match[1]);
    });
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)));
  });
}

/** Milliseconds until PostgreSQL and LiveKit serve, without anything of ours. */
async function alone(folder: string): Promise<number> {
  const log = pino({ level: 'silent' });
  const dataFolder = await DataFolder.take(folder, 'bench');
  chmodSync(folder, 0o755);
  const startedAt = performance.now();
  const changed = () => undefined;
  const [postgres, livekit] = await Promise.all([
    startPostgres({ binaries: partPath('postgres'), dataFolder, password: 'only-for-this-bench', log, changed }),
    startLivekit({
      binary: partPath('livekit'),
      dataFolder,
      apiKey: 'benchkey',
      apiSecret: 'only-for-this-bench-on-loopback-0123456789',
      mediaAddress: '127.0.0.1',
      mediaPort: 0,
      webhook: 'http://127.0.0.1:9/',
      log,
      changed,
    }),
  ]);
  const milliseconds = performance.now() - startedAt;
  await livekit.stop();
  await postgres.stop();
  dataFolder.release();
  return milliseconds;
}
