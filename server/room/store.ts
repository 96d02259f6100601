import { type ColumnType, sql } from 'kysely';
import type { RoomKind } from '../../app/room/index.ts';
import type { Database } from '../storage/database.ts';

interface RoomTable {
  name: string;
  kind: RoomKind;
  opened_at: ColumnType<Date, Date, never>;
  closed_at: ColumnType<Date | null, null | undefined, Date>;
  empty_since: ColumnType<Date | null, Date | null, Date | null>;
}

interface MemberTable {
  room: string;
  account_id: string;
  session_id: string;
  area: string;
  label: string;
  admitted_at: Date;
  withdrawn_at: Date | null;
  banned: boolean;
  may_speak: boolean;
  may_show: boolean;
  present_since: ColumnType<Date | null, null | undefined, Date | null>;
}

declare module '../storage/database.ts' {
  interface Tables {
    room: RoomTable;
    room_member: MemberTable;
  }
}

/** One device that was let in. */
export interface Member {
  readonly room: string;
  readonly accountId: string;
  readonly sessionId: string;
  readonly area: string;
  readonly label: string;
  readonly withdrawn: boolean;
  readonly banned: boolean;
  readonly maySpeak: boolean;
  readonly mayShow: boolean;
  readonly presentSince: Date | null;
}

/** What of a room's members is meant: one account, one centre, all but one centre, or all. */
export interface Which {
  readonly account?: string;
  readonly area?: string;
  readonly notArea?: string;
}

export async function insertRoom(database: Database, name: string, kind: RoomKind, now: Date): Promise<void> {
  await database.insertInto('room').values({ name, kind, opened_at: now, empty_since: now }).execute();
}

export async function closeRoom(database: Database, name: string, now: Date): Promise<void> {
  await database
    .updateTable('room')
    .set({ closed_at: now })
    .where('name', '=', name)
    .where('closed_at', 'is', null)
    .execute();
  await database.updateTable('room_member').set({ present_since: null }).where('room', '=', name).execute();
}

export interface LivingRoom {
  readonly name: string;
  readonly kind: RoomKind;
  readonly emptySince: Date | null;
}

const roomColumns = ['name', 'kind', 'empty_since as emptySince'] as const;

export async function livingRooms(database: Database): Promise<LivingRoom[]> {
  return database.selectFrom('room').select(roomColumns).where('closed_at', 'is', null).execute();
}

export async function livingRoom(database: Database, name: string): Promise<LivingRoom | undefined> {
  return database
    .selectFrom('room')
    .select(roomColumns)
    .where('name', '=', name)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
}

/** Which of these rooms we know and have closed. */
export async function closedAmong(database: Database, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const rows = await database
    .selectFrom('room')
    .select('name')
    .where('name', 'in', [...names])
    .where('closed_at', 'is not', null)
    .execute();
  return rows.map(({ name }) => name);
}

/** Lets a device in; another device of the same account is let out by it. A ban is lifted only by `unban`. */
export async function putMember(
  database: Database,
  member: {
    room: string;
    account_id: string;
    session_id: string;
    area: string;
    label: string;
    may_speak: boolean;
    may_show: boolean;
  },
  now: Date,
): Promise<void> {
  await database
    .insertInto('room_member')
    .values({ ...member, admitted_at: now, withdrawn_at: null, banned: false })
    .onConflict((conflict) =>
      conflict.columns(['room', 'account_id']).doUpdateSet((set) => ({
        session_id: set.ref('excluded.session_id'),
        label: set.ref('excluded.label'),
        admitted_at: set.ref('excluded.admitted_at'),
        may_speak: set.ref('excluded.may_speak'),
        may_show: set.ref('excluded.may_show'),
        withdrawn_at: null,
      })),
    )
    .execute();
}

/** Changes what members may; those of `which`. */
export async function updateMembers(
  database: Database,
  room: string,
  which: Which,
  set: { withdrawn_at?: Date; banned?: boolean; may_speak?: boolean; may_show?: boolean },
): Promise<void> {
  let update = database.updateTable('room_member').set(set).where('room', '=', room);
  if (which.account !== undefined) update = update.where('account_id', '=', which.account);
  if (which.area !== undefined) update = update.where('area', '=', which.area);
  if (which.notArea !== undefined) update = update.where('area', '!=', which.notArea);
  await update.execute();
}

const memberColumns = [
  'room',
  'account_id as accountId',
  'session_id as sessionId',
  'area',
  'label',
  sql<boolean>`withdrawn_at is not null`.as('withdrawn'),
  'banned',
  'may_speak as maySpeak',
  'may_show as mayShow',
  'present_since as presentSince',
] as const;

export async function membersOf(database: Database, room: string): Promise<Member[]> {
  return database.selectFrom('room_member').select(memberColumns).where('room', '=', room).execute();
}

export async function memberOf(database: Database, room: string, account: string): Promise<Member | undefined> {
  return database
    .selectFrom('room_member')
    .select(memberColumns)
    .where('room', '=', room)
    .where('account_id', '=', account)
    .executeTakeFirst();
}

/** Is the session neither ended nor run out, and its account not switched off? */
export async function sessionLives(database: Database, session: string, account: string, now: Date): Promise<boolean> {
  const row = await database
    .selectFrom('account_session')
    .innerJoin('account', 'account.id', 'account_session.account_id')
    .select('account_session.id')
    .where('account_session.id', '=', session)
    .where('account.id', '=', account)
    .where('account.disabled', '=', false)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes who is there by the listing; true when that was another before. */
export async function setPresence(
  database: Database,
  room: string,
  present: readonly string[],
  now: Date,
): Promise<boolean> {
  const accounts = sql<string[]>`${[...present]}::uuid[]`;
  const { rows } = await sql<{ account_id: string }>`
    update room_member set present_since = case when account_id = any(${accounts}) then ${now}::timestamptz end
    where room = ${room} and (present_since is not null) != (account_id = any(${accounts}))
    returning account_id`.execute(database);
  await database
    .updateTable('room')
    .set({ empty_since: present.length > 0 ? null : sql<Date>`coalesce(empty_since, ${now}::timestamptz)` })
    .where('name', '=', room)
    .execute();
  return rows.length > 0;
}
