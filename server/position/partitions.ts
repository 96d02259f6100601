import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../storage/database.ts';

const day = 24 * 3_600_000;
/** China's clock is UTC+8 all year round; a track's day is a day there. */
const china = 8 * 3_600_000;
/** Fixes of the past week are taken (rules.ts), and there is always room for tomorrow. */
const daysBack = 8;
const daysAhead = 2;
const hour = 3_600_000;

/** Midnight in China of the day of this moment, in ms. */
export function startOfDay(time: number): number {
  return Math.floor((time + china) / day) * day - china;
}

function nameOf(start: number): string {
  return `track_${new Date(start + china).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/** Makes the partitions from a week ago to the day after tomorrow, and drops those older than so many days. */
export async function keepPartitions(database: Database, now: number, keptDays: number): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = 'track'::regclass`.execute(database);
  const present = new Set(rows.map(({ name }) => name));
  const today = startOfDay(now);
  for (let start = today - Math.min(daysBack, keptDays) * day; start <= today + daysAhead * day; start += day) {
    if (present.has(nameOf(start))) continue;
    const [from, to] = [new Date(start).toISOString(), new Date(start + day).toISOString()];
    // Vacuumed early and often while it grows: only then the index alone answers (it must know what all may see).
    await sql`create table if not exists ${sql.table(nameOf(start))} partition of track
      for values from (${sql.lit(from)}) to (${sql.lit(to)})
      with (autovacuum_vacuum_insert_threshold = 100000, autovacuum_vacuum_insert_scale_factor = 0.02)`.execute(
      database,
    );
  }
  const oldest = nameOf(today - keptDays * day);
  for (const name of present) {
    if (/^track_\d{8}$/.test(name) && name < oldest) await sql`drop table ${sql.table(name)}`.execute(database);
  }
}

/** Keeps the partitions now and every hour. Returns what stops it. */
export function startPartitions(database: Database, keptDays: number, log: Logger): () => void {
  const timer = setInterval(() => {
    keepPartitions(database, Date.now(), keptDays).catch((error) =>
      log.error({ err: error }, 'the partitions of tracks could not be kept; trying again in an hour'),
    );
  }, hour);
  return () => clearInterval(timer);
}
