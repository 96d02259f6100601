import { once } from 'node:events';
import copyStreams from 'pg-copy-streams';
import { pino } from 'pino';
import { type Fix, thin } from '../../app/position/index.ts';
import { CopyRows } from '../../server/position/copy-rows.ts';
import { keepPartitions, startOfDay } from '../../server/position/partitions.ts';
import { readTrack } from '../../server/position/store.ts';
import { TrackWriter } from '../../server/position/track-writer.ts';
import { Health } from '../../server/runtime/health.ts';
import { startBenchPostgres } from '../measure/postgres.ts';
import { percentile } from '../measure/statistics.ts';
import type { Report } from './main.ts';

const rows = 300_000;
const workers = 1_736;
/** One fix of each worker every 15 s for a day: 5,760 each, 10 million together. */
const fixesOfDay = 5_760;
const columns = 'worker, at, longitude, latitude, speed, heading, accuracy, battery, flags';

const fixAt = (time: number, worker: number): Fix => ({
  time,
  longitude: 119 + (worker % 1_000) / 1_000 + Math.sin(time / 600_000) / 1_000,
  latitude: 33 + (worker % 777) / 777,
  accuracy: 8,
  speed: 1.4,
  heading: 90,
  battery: 80,
});

/** Writing and reading of tracks, against raw COPY into the same table. */
export async function bench(report: Report): Promise<void> {
  const postgres = await startBenchPostgres();
  const { storage } = postgres;
  try {
    const now = Date.now();
    await keepPartitions(storage.database, now, 30);
    const start = startOfDay(now);

    const copied = new CopyRows(rows);
    for (let at = 0; at < rows; at += 1)
      copied.add(1 + (at % 7_092), fixAt(start + Math.floor(at / 7_092) * 5_000, at % 7_092), 0);
    const bytes = copied.finish();
    // Each writes the same rows in turns, so that neither has the emptier table.
    const raw: number[] = [];
    const own: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const client = await storage.pool.connect();
      const began = performance.now();
      const stream = client.query(copyStreams.from(`copy track (${columns}) from stdin with (format binary)`));
      stream.end(bytes);
      await once(stream, 'finish');
      raw.push(rows / ((performance.now() - began) / 1_000));
      client.release();

      const writer = new TrackWriter(storage.pool, pino({ level: 'silent' }), new Health());
      const startedOwn = performance.now();
      for (let at = 0; at < rows; at += 1) {
        writer.add(1 + (at % 7_092), fixAt(start + Math.floor(at / 7_092) * 5_000, at % 7_092), 0);
        // Room for 200,000: a sender is told to come again; here it waits for the commit.
        if (at % 100_000 === 99_999) await writer.stored();
      }
      await writer.stored();
      own.push(rows / ((performance.now() - startedOwn) / 1_000));
      await writer.stop();
    }
    const ownRate = percentile(own, 0.5);
    const rawRate = percentile(raw, 0.5);
    report('stored durably', Math.round(ownRate), 'rows/s');
    report('peer: raw COPY of the same rows', Math.round(rawRate), 'rows/s');
    report('share of raw COPY', ownRate / rawRate, '× (aim ≥ 0.5)');

    // Ten million rows of one day, interleaved as they come in.
    await storage.pool.query('truncate track');
    const filled = performance.now();
    const per = 480;
    for (let part = 0; part < fixesOfDay; part += per) {
      const batch = new CopyRows(per * workers);
      for (let step = part; step < part + per; step += 1) {
        for (let worker = 0; worker < workers; worker += 1)
          batch.add(worker + 1, fixAt(start + step * 15_000, worker), 0);
      }
      const client = await storage.pool.connect();
      const stream = client.query(copyStreams.from(`copy track (${columns}) from stdin with (format binary)`));
      stream.end(batch.finish());
      await once(stream, 'finish');
      client.release();
    }
    report('rows in the table', fixesOfDay * workers, 'rows');
    report('filling it', (fixesOfDay * workers) / ((performance.now() - filled) / 1_000), 'rows/s');
    // As autovacuum does on its own while the table grows (partitions.ts).
    await storage.pool.query('vacuum (analyze) track');
    const reads: number[] = [];
    const plain: number[] = [];
    const thinned: number[] = [];
    for (let round = 0; round < 60; round += 1) {
      const worker = 1 + ((round * 37) % workers);
      const [from, to] = [new Date(start), new Date(start + 86_400_000)];
      let began = performance.now();
      const fixes = await readTrack(storage.database, worker, from, to);
      reads.push(performance.now() - began);
      if (fixes.length !== fixesOfDay) throw new Error(`${fixes.length} fixes instead of ${fixesOfDay}`);
      began = performance.now();
      thin(fixes, 2_000);
      thinned.push(performance.now() - began);
      began = performance.now();
      await storage.pool.query(
        'select at, longitude, latitude from track where worker = $1 and at >= $2 and at < $3 order by at',
        [1 + ((worker + 868) % workers), from, to],
      );
      plain.push(performance.now() - began);
    }
    report('one day of one worker, p50', percentile(reads, 0.5), 'ms (aim < 30)');
    report('one day of one worker, p99', percentile(reads, 0.99), 'ms');
    report('peer: as many rows by a plain query with pg, p50', percentile(plain, 0.5), 'ms');
    report('thinning them to 2,000 points, p50', percentile(thinned, 0.5), 'ms');
  } finally {
    await postgres.stop();
  }
}
