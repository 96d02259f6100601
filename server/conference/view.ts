import type { Conference, ConferenceSummary } from '../../app/conference/index.ts';
import { identityOf } from '../../app/room/index.ts';
import type { Database } from '../storage/database.ts';
import * as store from './store.ts';

/** A conference as the screens see it. */
export async function viewOf(database: Database, row: store.ConferenceRow): Promise<Conference> {
  const sites = await store.sitesOf(database, row.id);
  return {
    id: row.id,
    title: row.title,
    area: row.area,
    chairName: row.chairName,
    room: row.room,
    startedAt: row.startedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    sites: sites.map(({ stateAt, accountId, sessionId, present, ...site }) => ({
      ...site,
      chair: site.area === row.area,
      since: stateAt.toISOString(),
      identity: accountId && sessionId ? identityOf({ account: accountId, session: sessionId }) : null,
      present: present && site.state === 'accepted',
    })),
  };
}

export function summaryOf(
  row: Awaited<ReturnType<typeof store.listConferences>>[number],
  session: string,
): ConferenceSummary {
  const { mineState, mineAt, mineSession, startedAt, endedAt, sites, present, ...rest } = row;
  return {
    ...rest,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    sites: Number(sites),
    present: Number(present),
    mine: mineState && mineAt ? { state: mineState, since: mineAt.toISOString(), here: mineSession === session } : null,
  };
}
