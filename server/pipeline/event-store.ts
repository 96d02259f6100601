import { type ColumnType, type Generated, sql } from 'kysely';
import type { Actor } from '../../app/account/index.ts';
import { followsArea } from '../../app/account/index.ts';
import type { EventMessage } from '../../app/contract/index.ts';
import type { Database } from '../storage/database.ts';
import type { EventAudience } from './binding.ts';

interface EventTable {
  id: Generated<number>;
  sequence: number | null;
  key: string;
  area: string | null;
  accounts: ColumnType<string[], string[], never>;
  payload: ColumnType<unknown, string, never>;
  at: ColumnType<Date, Date, never>;
}

declare module '../storage/database.ts' {
  interface Tables {
    event: EventTable;
  }
}

/** An event of which the transaction is not yet committed. */
export interface PendingEvent {
  readonly key: string;
  readonly payload: unknown;
  readonly audience: EventAudience;
}

/** An event with its place in the order of publication. */
export interface PublishedEvent extends EventMessage {
  readonly audience: EventAudience;
}

export async function insertEvents(database: Database, events: readonly PendingEvent[], at: Date): Promise<void> {
  if (events.length === 0) return;
  await database
    .insertInto('event')
    .values(
      events.map((event) => ({
        sequence: null,
        key: event.key,
        area: event.audience.area ?? null,
        accounts: [...(event.audience.accounts ?? [])],
        payload: JSON.stringify(event.payload),
        at,
      })),
    )
    .execute();
}

interface EventRow {
  sequence: number;
  key: string;
  area: string | null;
  accounts: string[];
  payload: unknown;
  at: Date;
}

function published(row: EventRow): PublishedEvent {
  return {
    sequence: row.sequence,
    key: row.key,
    at: row.at.toISOString(),
    payload: row.payload,
    audience: {
      ...(row.area === null ? {} : { area: row.area }),
      accounts: row.accounts,
    },
  };
}

/** Numbers up to `most` committed events that have no number yet, after `last`, and returns them in that order. */
export async function numberEvents(database: Database, last: number, most: number): Promise<PublishedEvent[]> {
  const { rows } = await sql<EventRow>`
    update event set sequence = ${last}::bigint + fresh.place
    from (select id, row_number() over (order by id) as place
          from (select id from event where sequence is null order by id limit ${most}) oldest) fresh
    where event.id = fresh.id
    returning event.sequence, key, area, accounts, payload, at`.execute(database);
  return rows.sort((a, b) => a.sequence - b.sequence).map(published);
}

/** All events numbered after `after`, in order. */
export async function eventsBetween(database: Database, after: number): Promise<PublishedEvent[]> {
  const rows = await database
    .selectFrom('event')
    .select(['sequence', 'key', 'area', 'accounts', 'payload', 'at'])
    .where('sequence', '>', after)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => published({ ...row, sequence: Number(row.sequence) }));
}

export async function lastSequence(database: Database): Promise<number> {
  const row = await database
    .selectFrom('event')
    .select((select) => select.fn.max('sequence').as('last'))
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}

/** First sequence that is still kept, or null when none is. */
export async function firstSequence(database: Database): Promise<number | null> {
  const row = await database
    .selectFrom('event')
    .select((select) => select.fn.min('sequence').as('first'))
    .executeTakeFirst();
  return row?.first === null || row?.first === undefined ? null : Number(row.first);
}

/** Events after `since` that concern the actor, oldest first, at most `most`. */
export async function eventsSince(
  database: Database,
  actor: Actor,
  since: number,
  upTo: number,
  most: number,
): Promise<PublishedEvent[]> {
  const rows = await database
    .selectFrom('event')
    .select(['sequence', 'key', 'area', 'accounts', 'payload', 'at'])
    .where('sequence', '>', since)
    .where('sequence', '<=', upTo)
    .where((where) =>
      followsArea(actor)
        ? where.or([
            where('area', 'like', `${actor.area}%`),
            sql<boolean>`accounts @> array[${actor.accountId}]::uuid[]`,
          ])
        : sql<boolean>`accounts @> array[${actor.accountId}]::uuid[]`,
    )
    .orderBy('sequence')
    .limit(most)
    .execute();
  return rows.map((row) => published({ ...row, sequence: Number(row.sequence) }));
}

/** Forgets published events older than `before`, except the newest one, which carries on the count. */
export async function pruneEvents(database: Database, before: Date): Promise<void> {
  await sql`delete from event where at < ${before} and sequence < (select max(sequence) from event)`.execute(database);
}
