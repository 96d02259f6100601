import { type ColumnType, type Generated, sql } from 'kysely';
import type { Account, Role } from '../../app/account/index.ts';
import type { Database } from '../storage/database.ts';

interface AccountTable {
  id: Generated<string>;
  login: string;
  name: string;
  role: Role;
  area: string;
  password_hash: string | null;
  disabled: ColumnType<boolean, boolean | undefined, boolean>;
  created_at: ColumnType<Date, never, never>;
}

interface TicketTable {
  hash: Buffer;
  account_id: string;
  expires_at: Date;
  used_at: Date | null;
}

interface SessionTable {
  id: Generated<string>;
  hash: Buffer;
  account_id: string;
  device: string;
  address: string;
  started_at: ColumnType<Date, Date, never>;
  seen_at: ColumnType<Date, Date, Date>;
  expires_at: Date;
  ended_at: ColumnType<Date | null, null, Date>;
}

declare module '../storage/database.ts' {
  interface Tables {
    account: AccountTable;
    account_ticket: TicketTable;
    account_session: SessionTable;
  }
}

const columns = ['account.id', 'login', 'name', 'role', 'area', 'disabled'] as const;

export type AccountWithPassword = Account & { passwordHash: string | null };

export async function accountByLogin(database: Database, login: string): Promise<AccountWithPassword | undefined> {
  return database
    .selectFrom('account')
    .select([...columns, 'password_hash as passwordHash'])
    .where('login', '=', login)
    .executeTakeFirst();
}

export async function accountById(database: Database, id: string): Promise<AccountWithPassword | undefined> {
  return database
    .selectFrom('account')
    .select([...columns, 'password_hash as passwordHash'])
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Accounts of an area and below, by login, after `after`. */
export async function listAccounts(
  database: Database,
  filter: {
    within: string;
    role?: Role | undefined;
    search?: string | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<Account[]> {
  let select = database
    .selectFrom('account')
    .select(columns)
    .where('area', 'like', `${filter.within}%`)
    .orderBy('login')
    .limit(filter.limit);
  if (filter.role) select = select.where('role', '=', filter.role);
  if (filter.after) select = select.where('login', '>', filter.after);
  if (filter.search) {
    const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
    select = select.where((where) => where.or([where('login', 'ilike', pattern), where('name', 'ilike', pattern)]));
  }
  return select.execute();
}

/** Adds accounts, leaving those whose login exists as they are; returns the identifiers of all the logins given. */
export async function enrolAccounts(
  database: Database,
  accounts: readonly {
    login: string;
    name: string;
    role: Role;
    area: string;
  }[],
): Promise<{ id: string; login: string; area: string }[]> {
  for (let start = 0; start < accounts.length; start += 1_000) {
    await database
      .insertInto('account')
      .values(accounts.slice(start, start + 1_000).map((account) => ({ ...account, password_hash: null })))
      .onConflict((conflict) => conflict.column('login').doNothing())
      .execute();
  }
  return database
    .selectFrom('account')
    .select(['id', 'login', 'area'])
    .where('login', 'in', [...new Set(accounts.map((account) => account.login))])
    .execute();
}

export async function setPasswordHash(database: Database, id: string, hash: string): Promise<void> {
  await database.updateTable('account').set({ password_hash: hash }).where('id', '=', id).execute();
}

export async function setDisabled(database: Database, id: string, disabled: boolean): Promise<void> {
  await database.updateTable('account').set({ disabled }).where('id', '=', id).execute();
}

export async function areasOf(database: Database, ids: readonly string[]): Promise<{ id: string; area: string }[]> {
  return database
    .selectFrom('account')
    .select(['id', 'area'])
    .where('id', 'in', [...ids])
    .execute();
}

export async function insertTickets(
  database: Database,
  tickets: readonly { hash: Buffer; account_id: string; expires_at: Date }[],
): Promise<void> {
  for (let start = 0; start < tickets.length; start += 1_000) {
    await database
      .insertInto('account_ticket')
      .values(tickets.slice(start, start + 1_000).map((ticket) => ({ ...ticket, used_at: null })))
      .execute();
  }
}

/** Uses a ticket up; the account it was for, or undefined when it was used, has run out, or does not exist. */
export async function redeemTicket(database: Database, hash: Buffer, now: Date): Promise<string | undefined> {
  const row = await database
    .updateTable('account_ticket')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('account_id')
    .executeTakeFirst();
  return row?.account_id;
}

export async function insertSession(
  database: Database,
  session: {
    hash: Buffer;
    account_id: string;
    device: string;
    address: string;
    now: Date;
    expires_at: Date;
  },
): Promise<string> {
  const { now, ...rest } = session;
  const row = await database
    .insertInto('account_session')
    .values({ ...rest, started_at: now, seen_at: now, ended_at: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The living session of a token's hash with its account. */
export async function sessionByHash(database: Database, hash: Buffer, now: Date) {
  return database
    .selectFrom('account_session')
    .innerJoin('account', 'account.id', 'account_session.account_id')
    .select([
      'account_session.id as sessionId',
      'account_session.seen_at as seenAt',
      'account_session.expires_at as expiresAt',
      ...columns,
    ])
    .where('account_session.hash', '=', hash)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

export async function touchSession(database: Database, id: string, now: Date): Promise<void> {
  await database.updateTable('account_session').set({ seen_at: now }).where('id', '=', id).execute();
}

export async function sessionsOf(database: Database, accountId: string, now: Date) {
  return database
    .selectFrom('account_session')
    .select(['id', 'device', 'address', 'started_at as startedAt', 'seen_at as seenAt'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('seen_at', 'desc')
    .limit(200)
    .execute();
}

export async function sessionOwner(database: Database, session: string) {
  return database
    .selectFrom('account_session')
    .innerJoin('account', 'account.id', 'account_session.account_id')
    .select(['account.id as accountId', 'area'])
    .where('account_session.id', '=', session)
    .executeTakeFirst();
}

/** Ends sessions, one or all of an account; returns those that were alive. */
export async function endSessions(
  database: Database,
  which: { session?: string; accountId?: string },
  now: Date,
): Promise<string[]> {
  let update = database.updateTable('account_session').set({ ended_at: now }).where('ended_at', 'is', null);
  if (which.session !== undefined) update = update.where('id', '=', which.session);
  if (which.accountId !== undefined) update = update.where('account_id', '=', which.accountId);
  if (which.session === undefined && which.accountId === undefined) return [];
  return (await update.returning('id').execute()).map((row) => row.id);
}

/** Login of one of these accounts that has another role, or undefined when all have this one. */
export async function otherRole(database: Database, ids: readonly string[], role: Role): Promise<string | undefined> {
  const row = await database
    .selectFrom('account')
    .select('login')
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .where('role', '!=', role)
    .limit(1)
    .executeTakeFirst();
  return row?.login;
}
