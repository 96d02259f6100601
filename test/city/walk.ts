import { boundsOf, contains } from '../../app/area/index.ts';
import { encodeFrame, frameFlags, ingestPath } from '../../app/position/index.ts';
import { workerContract } from '../../app/worker/index.ts';
import type { Client } from './client.ts';
import type { CityArea } from './grids.ts';
import { Walker } from './motion.ts';
import type { EnrolledWorker } from './people-on-server.ts';
import { randomSource } from './random.ts';

const tickMilliseconds = 250;
/** Share of the workers that are on duty. */
const onDutyShare = 0.75;

interface Walking {
  readonly worker: EnrolledWorker;
  readonly walker: Walker;
  battery: number;
  steppedAt: number;
}

export interface Walk {
  /** Workers that are on duty and move. */
  readonly onDuty: readonly EnrolledWorker[];
  /** Sends a worker somewhere, for an order. */
  goTo(workerId: string, longitude: number, latitude: number): void;
  /** Where a worker is now. */
  placeOf(workerId: string): { longitude: number; latitude: number } | undefined;
  /** Fixes sent, and those that the server did not take. */
  readonly counts: { sent: number; refused: number; failed: number };
  stop(): Promise<void>;
}

/**
 * Walks the workers about their grids and passes their positions on through the gateway: each tells where it is every
 * `every` ms, spread evenly, in one binary frame a tick. Ticks never overlap: a slow server gets fewer, larger frames.
 */
export async function startWalk(
  gateway: Client,
  areas: readonly CityArea[],
  workers: readonly EnrolledWorker[],
  options: { every: number; seed: number },
): Promise<Walk> {
  const random = randomSource(options.seed);
  const byCode = new Map(areas.map((area) => [area.code, area]));
  const now = Date.now();
  const walking = workers
    .filter(() => random() < onDutyShare)
    .flatMap((worker): Walking[] => {
      const grid = byCode.get(worker.grid);
      if (!grid) return [];
      const walker = new Walker(
        {
          bounds: boundsOf(grid.polygons),
          inside: (longitude, latitude) => contains(grid.polygons, longitude, latitude),
          longitude: grid.centre[0],
          latitude: grid.centre[1],
        },
        options.seed * 100_003 + worker.number,
      );
      return [{ worker, walker, battery: 30 + random() * 70, steppedAt: now }];
    });
  const duty = walking.map(({ worker }) => worker.id);
  for (let start = 0; start < duty.length; start += 2_000) {
    await gateway.call(workerContract.passDuty, { workers: duty.slice(start, start + 2_000), onDuty: true });
  }

  const counts = { sent: 0, refused: 0, failed: 0 };
  const byId = new Map(walking.map((each) => [each.worker.id, each]));
  let next = 0;
  let owed = 0;
  let lastTick = Date.now();
  let stopped = false;

  const tick = async () => {
    const time = Date.now();
    owed += (walking.length * (time - lastTick)) / options.every;
    lastTick = time;
    const count = Math.min(Math.floor(owed), walking.length);
    owed = Math.min(owed - count, walking.length);
    if (count === 0) return;
    const records = Array.from({ length: count }, () => {
      const each = walking[next % walking.length] as Walking;
      next = (next + 1) % walking.length;
      const place = each.walker.step((time - each.steppedAt) / 1_000);
      each.steppedAt = time;
      each.battery = Math.max(5, each.battery - 0.002);
      return {
        index: each.worker.index,
        time,
        longitude: place.longitude,
        latitude: place.latitude,
        speed: place.speed,
        heading: place.heading,
        accuracy: 4 + (each.worker.number % 12),
        battery: Math.round(each.battery),
        flags: frameFlags.onDuty,
      };
    });
    counts.sent += records.length;
    try {
      const response = await fetch(gateway.url + ingestPath, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', authorization: `Bearer ${gateway.token}` },
        body: encodeFrame('ingest', 0, time, records),
        signal: AbortSignal.timeout(10_000),
      });
      const body = (await response.json()) as { refusedCount?: number };
      if (response.ok) counts.refused += body.refusedCount ?? 0;
      else counts.failed += records.length;
    } catch {
      // The server is away; the workers walk on, and the next frame tells where they are then.
      counts.failed += records.length;
    }
  };

  const loop = (async () => {
    while (!stopped) {
      const started = Date.now();
      await tick();
      await new Promise((resolve) => setTimeout(resolve, Math.max(10, tickMilliseconds - (Date.now() - started))));
    }
  })();

  return {
    onDuty: walking.map(({ worker }) => worker),
    goTo: (workerId, longitude, latitude) => byId.get(workerId)?.walker.goTo(longitude, latitude),
    placeOf: (workerId) => byId.get(workerId)?.walker.place,
    counts,
    async stop() {
      stopped = true;
      await loop;
    },
  };
}
