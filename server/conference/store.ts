import { type ColumnType, type Generated, type Insertable, sql } from 'kysely';
import type { SiteState } from '../../app/conference/index.ts';
import type { Database } from '../storage/database.ts';

interface ConferenceTable {
  id: Generated<string>;
  title: string;
  area: string;
  chair_name: string;
  room: string;
  started_at: ColumnType<Date, Date, never>;
  ended_at: ColumnType<Date | null, null | undefined, Date>;
}

interface SiteTable {
  conference_id: string;
  area: string;
  name: string;
  state: SiteState;
  reason: string | null;
  state_at: Date;
  account_id: string | null;
  session_id: string | null;
  may_speak: ColumnType<boolean, boolean | undefined, boolean>;
  may_show: ColumnType<boolean, boolean | undefined, boolean>;
}

declare module '../storage/database.ts' {
  interface Tables {
    conference: ConferenceTable;
    conference_site: SiteTable;
  }
}

export interface ConferenceRow {
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly chairName: string;
  readonly room: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface SiteRow {
  readonly area: string;
  readonly name: string;
  readonly state: SiteState;
  readonly reason: string | null;
  readonly stateAt: Date;
  readonly accountId: string | null;
  readonly sessionId: string | null;
  readonly person: string | null;
  readonly present: boolean;
  readonly maySpeak: boolean;
  readonly mayShow: boolean;
}

const columns = [
  'conference.id',
  'conference.title',
  'conference.area',
  'conference.chair_name as chairName',
  'conference.room',
  'conference.started_at as startedAt',
  'conference.ended_at as endedAt',
] as const;

export async function insertConference(database: Database, row: Insertable<ConferenceTable>): Promise<void> {
  await database.insertInto('conference').values(row).execute();
}

/** The conference; `lock` keeps other acts on it waiting until this one is through. */
export async function conferenceById(database: Database, id: string, lock = false): Promise<ConferenceRow | undefined> {
  let select = database.selectFrom('conference').select(columns).where('id', '=', id);
  if (lock) select = select.forUpdate();
  return select.executeTakeFirst();
}

export async function conferenceOfRoom(database: Database, room: string): Promise<ConferenceRow | undefined> {
  return database.selectFrom('conference').select(columns).where('room', '=', room).executeTakeFirst();
}

export async function endConference(database: Database, id: string, now: Date): Promise<void> {
  await database.updateTable('conference').set({ ended_at: now }).where('id', '=', id).execute();
}

/** Puts sites into a state, with or without those there before; the restrictions of a site stay. */
export async function putSites(
  database: Database,
  sites: readonly {
    conference_id: string;
    area: string;
    name: string;
    state: SiteState;
    reason: string | null;
    state_at: Date;
    account_id: string | null;
    session_id: string | null;
  }[],
): Promise<void> {
  await database
    .insertInto('conference_site')
    .values([...sites])
    .onConflict((conflict) =>
      conflict.columns(['conference_id', 'area']).doUpdateSet((set) => ({
        state: set.ref('excluded.state'),
        reason: set.ref('excluded.reason'),
        state_at: set.ref('excluded.state_at'),
        account_id: set.ref('excluded.account_id'),
        session_id: set.ref('excluded.session_id'),
      })),
    )
    .execute();
}

/** Takes something from sites or gives it back: one site, or all but one. */
export async function restrictSites(
  database: Database,
  conference: string,
  which: { area?: string; notArea?: string },
  set: { may_speak?: boolean; may_show?: boolean },
): Promise<void> {
  let update = database.updateTable('conference_site').set(set).where('conference_id', '=', conference);
  if (which.area !== undefined) update = update.where('area', '=', which.area);
  if (which.notArea !== undefined) update = update.where('area', '!=', which.notArea);
  await update.execute();
}

export async function sitesOf(database: Database, conference: string): Promise<SiteRow[]> {
  return database
    .selectFrom('conference_site as site')
    .innerJoin('conference', 'conference.id', 'site.conference_id')
    .leftJoin('account', 'account.id', 'site.account_id')
    .leftJoin('room_member as member', (join) =>
      join.onRef('member.room', '=', 'conference.room').onRef('member.account_id', '=', 'site.account_id'),
    )
    .select([
      'site.area',
      'site.name',
      'site.state',
      'site.reason',
      'site.state_at as stateAt',
      'site.account_id as accountId',
      'site.session_id as sessionId',
      'account.name as person',
      sql<boolean>`coalesce(member.present_since is not null and member.session_id = site.session_id, false)`.as(
        'present',
      ),
      'site.may_speak as maySpeak',
      'site.may_show as mayShow',
    ])
    .where('site.conference_id', '=', conference)
    .orderBy('site.area')
    .execute();
}

/** Living conferences in which this centre has answered, other than the one given. */
export async function otherConferences(database: Database, area: string, account: string, not: string) {
  return database
    .selectFrom('conference_site as site')
    .innerJoin('conference', 'conference.id', 'site.conference_id')
    .select(columns)
    .where('site.area', '=', area)
    .where('site.account_id', '=', account)
    .where('site.state', '=', 'accepted')
    .where('conference.ended_at', 'is', null)
    .where('conference.id', '!=', not)
    .execute();
}

/** Conferences of this centre and of those chaired below it, newest first. */
export async function listConferences(database: Database, area: string, ended: boolean) {
  let select = database
    .selectFrom('conference')
    .leftJoin('conference_site as mine', (join) =>
      join.onRef('mine.conference_id', '=', 'conference.id').on('mine.area', '=', area),
    )
    .select([
      ...columns,
      'mine.state as mineState',
      'mine.state_at as mineAt',
      'mine.session_id as mineSession',
      sql<number>`(select count(*) from conference_site s where s.conference_id = conference.id)`.as('sites'),
      sql<number>`(select count(*) from room_member m where m.room = conference.room and m.present_since is not null)`.as(
        'present',
      ),
    ])
    .where((where) => where.or([where('conference.area', 'like', `${area}%`), where('mine.area', 'is not', null)]))
    .orderBy('conference.started_at', 'desc')
    .limit(50);
  if (!ended) select = select.where('conference.ended_at', 'is', null);
  return select.execute();
}

/** Accounts that sit at these centres and may answer. */
export async function operatorsAt(database: Database, areas: readonly string[]): Promise<string[]> {
  const rows = await database
    .selectFrom('account')
    .select('id')
    .where('area', '=', sql<string>`any(${[...areas]}::text[])`)
    .where('role', 'in', ['operator', 'administrator'])
    .where('disabled', '=', false)
    .execute();
  return rows.map(({ id }) => id);
}

/** Turns sites that have rung in vain since before `before` into "no answer"; the conferences concerned. */
export async function stopRinging(
  database: Database,
  before: Date,
  now: Date,
): Promise<{ conference: string; area: string }[]> {
  return database
    .updateTable('conference_site')
    .set({ state: 'no-answer', state_at: now })
    .where('state', '=', 'ringing')
    .where('state_at', '<', before)
    .returning(['conference_id as conference', 'area'])
    .execute();
}

/** Living conferences whose room nobody has been in since before `before`, and where nobody rings. */
export async function forgottenConferences(database: Database, before: Date): Promise<ConferenceRow[]> {
  return database
    .selectFrom('conference')
    .innerJoin('room', 'room.name', 'conference.room')
    .select(columns)
    .where('conference.ended_at', 'is', null)
    .where('room.empty_since', '<', before)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('conference_site as site')
            .select('site.area')
            .whereRef('site.conference_id', '=', 'conference.id')
            .where('site.state', '=', 'ringing'),
        ),
      ),
    )
    .execute();
}
