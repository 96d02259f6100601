import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { launchBrowser } from '../harness/browser.ts';
import { root } from '../harness/parts.ts';
import type { BenchPage, Kind } from '../measure/map-page/main.ts';
import type { Report } from './main.ts';

const updates = 20;
const everyMilliseconds = 500;
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const labels: Readonly<Record<Kind, string>> = {
  ours: 'ours',
  empty: 'peer: empty deck.gl frame',
  setData: 'peer: maplibre setData',
  leaflet: 'peer: Leaflet canvas',
};

interface Measured {
  readonly perUpdate: number;
  /** Share of the main thread while nothing is updated. */
  readonly idle: number;
  readonly longest: number;
  readonly longTasks: number;
  readonly heap: number;
}

/** Main-thread time of one update in which everybody moves, in a real Chromium: all tasks, not only our functions. */
export async function bench(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sipin-map-page-'));
  try {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const page = join(root, 'test', 'measure', 'map-page');
    execFileSync(process.execPath, [vite, 'build', page, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], {
      env: { ...process.env, NODE_ENV: 'production' },
    });
    for (const workers of [7_092, 100_000]) {
      const results = {} as Record<Kind, Measured>;
      for (const kind of Object.keys(labels) as Kind[]) {
        const got = await measure(folder, kind, workers);
        results[kind] = got;
        const name = `${workers.toLocaleString('en')} workers, ${labels[kind]}`;
        report(`${name}: main thread for each update`, got.perUpdate, 'ms');
        report(`${name}: main thread while nothing moves`, got.idle * 100, '%');
        report(`${name}: longest task`, got.longest, 'ms (0: none over 50)');
        report(`${name}: tasks over 50 ms`, got.longTasks, '');
        report(`${name}: heap`, got.heap / 2 ** 20, 'MiB');
      }
      report(
        `${workers.toLocaleString('en')} workers: better than setData`,
        results.setData.perUpdate / results.ours.perUpdate,
        '× (aim ≥ 10)',
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, kind: Kind, workers: number): Promise<Measured> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    page.on('pageerror', (error) => console.error(`map bench: ${error.message}`));
    await page.route('http://bench.test/**', (route) => {
      const path = new URL(route.request().url()).pathname;
      const file = path === '/' ? '/index.html' : path;
      return route.fulfill({
        body: readFileSync(join(folder, file)),
        contentType: types[extname(file)] ?? 'application/octet-stream',
      });
    });
    await page.goto('http://bench.test/');
    await page.waitForFunction('window.bench !== undefined');
    await page.evaluate(([each, count]) => (window as unknown as { bench: BenchPage }).bench.open(each, count), [
      kind,
      workers,
    ] as const);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const busy = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
    };
    const run = (count: number, every: number) =>
      page.evaluate(([count, every]) => (window as unknown as { bench: BenchPage }).bench.run(count, every), [
        count,
        every,
      ] as const);
    // What the page does anyway, frame by frame, is not the update's.
    const atFirst = await busy();
    await run(0, updates * everyMilliseconds);
    const idle = (await busy()) - atFirst;
    const before = await busy();
    const tasks = await run(updates, everyMilliseconds);
    const perUpdate = ((await busy()) - before - idle) / updates;
    await session.send('HeapProfiler.collectGarbage');
    const heap = await session.send('Runtime.getHeapUsage');
    return { perUpdate, idle: idle / (updates * everyMilliseconds), ...tasks, heap: heap.usedSize };
  } finally {
    await browser.close();
  }
}
