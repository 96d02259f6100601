import { type ColumnType, sql } from 'kysely';
import type { Fix, TrackPoint } from '../../app/position/index.ts';
import type { Database } from '../storage/database.ts';

interface TrackTable {
  worker: number;
  at: ColumnType<Date, never, never>;
  longitude: number;
  latitude: number;
  speed: number;
  heading: number;
  accuracy: number;
  battery: number;
  flags: number;
}

declare module '../storage/database.ts' {
  interface Tables {
    track: TrackTable;
  }
}

/** Bit of `flags` in the table: too fast from the fix before. */
export const flaggedBit = 1;

interface TrackRow {
  readonly worker: number;
  readonly time: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly speed: number;
  readonly heading: number;
  readonly accuracy: number;
  readonly battery: number;
  readonly flags: number;
}

/** A stored fix with whose it is. */
export interface StoredFix extends Fix {
  readonly worker: number;
  readonly flagged: boolean;
}

const fixOf = (row: TrackRow): StoredFix => ({
  worker: row.worker,
  time: Number(row.time),
  longitude: row.longitude / 1e7,
  latitude: row.latitude / 1e7,
  speed: row.speed < 0 ? -1 : row.speed / 10,
  heading: row.heading,
  accuracy: row.accuracy,
  battery: row.battery,
  flagged: (row.flags & flaggedBit) !== 0,
});

const columns = sql`worker, (extract(epoch from at) * 1000)::bigint as time, longitude, latitude, speed, heading, accuracy, battery, flags`;

/** A point of a track; speed in m/s, -1 when it is not known. */
export interface TrackFix extends TrackPoint {
  readonly speed: number;
  readonly flagged: boolean;
}

/** Fixes of a worker from one moment until before another, in order, each once. Read out of the index alone. */
export async function readTrack(database: Database, index: number, from: Date, to: Date): Promise<TrackFix[]> {
  const { rows } = await sql<Pick<TrackRow, 'time' | 'longitude' | 'latitude' | 'speed' | 'flags'>>`
    select extract(epoch from at)::double precision * 1000 as time, longitude, latitude, speed, flags
    from track where worker = ${index} and at >= ${from} and at < ${to} order by at`.execute(database);
  const fixes: TrackFix[] = [];
  let before = Number.NaN;
  for (const { time, longitude, latitude, speed, flags } of rows) {
    if (time === before) continue;
    before = time;
    fixes.push({
      time: Math.round(time),
      longitude: longitude / 1e7,
      latitude: latitude / 1e7,
      speed: speed < 0 ? -1 : speed / 10,
      flagged: (flags & flaggedBit) !== 0,
    });
  }
  return fixes;
}

/** The last fix of each worker on duty since the duty began. */
export async function latestFixes(database: Database): Promise<StoredFix[]> {
  const { rows } = await sql<TrackRow>`
    select last.* from worker cross join lateral (
      select ${columns} from track
      where track.worker = worker.index and at >= worker.duty_since - interval '1 minute' and at > now() - interval '8 days'
      order by at desc limit 1
    ) last where worker.on_duty`.execute(database);
  return rows.map(fixOf);
}

/** Who looked at the track of this worker; the newest first. The worker's own looks are left out. */
export async function readLooks(database: Database, worker: string) {
  const { rows } = await sql<{ at: Date; name: string | null; area: string | null; from: string; to: string }>`
    select at, account_name as name, area, detail ->> 'from' as from, detail ->> 'to' as to
    from audit_entry
    where kind = 'position.track' and detail ->> 'worker' = ${worker} and outcome = 'done' and account_id <> ${worker}::uuid
    order by at desc limit 200`.execute(database);
  return rows;
}
