import { type ColumnType, sql } from 'kysely';
import type { AuditEntry, AuditFilter, Leaf, SealedEntry } from '../../app/audit/index.ts';
import type { Database } from '../storage/database.ts';

interface BlockTable {
  number: number;
  first_entry: number;
  last_entry: number;
  entries: number;
  previous_hash: Buffer;
  hash: Buffer;
  sealed_at: ColumnType<Date, Date, never>;
  entry_ids: number[];
  entry_hashes: Buffer[];
}

declare module '../storage/database.ts' {
  interface Tables {
    audit_block: BlockTable;
  }
}

const columns = [
  'id',
  'at',
  'kind',
  'outcome',
  'account_id as account',
  'account_name as accountName',
  'role',
  'area',
  'subject_area as subjectArea',
  'detail',
  'address',
  'request',
] as const;

type Row = Omit<SealedEntry, 'at'> & { at: Date };
const entryOf = ({ at, ...row }: Row): SealedEntry => ({
  id: row.id,
  at: at.toISOString(),
  kind: row.kind,
  outcome: row.outcome,
  account: row.account,
  accountName: row.accountName,
  role: row.role,
  area: row.area,
  subjectArea: row.subjectArea,
  detail: row.detail,
  address: row.address,
  request: row.request,
});

/** Entries that no block holds yet, by identifier. */
export async function unsealedEntries(database: Database, most: number): Promise<SealedEntry[]> {
  const rows = await database
    .selectFrom('audit_entry')
    .select(columns)
    .where('block', 'is', null)
    .orderBy('id')
    .limit(most)
    .execute();
  return rows.map((row) => entryOf(row as unknown as Row));
}

export async function countUnsealed(database: Database): Promise<number> {
  const row = await database
    .selectFrom('audit_entry')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('block', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Blocks after a number, in order, at most `most`. */
export async function blocksAfter(database: Database, number: number, most: number) {
  return database
    .selectFrom('audit_block')
    .selectAll()
    .where('number', '>', number)
    .orderBy('number')
    .limit(most)
    .execute();
}

export async function lastBlock(database: Database) {
  return database.selectFrom('audit_block').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
}

/** The entries of blocks `from` to `to`, by block and identifier. */
export async function entriesOfBlocks(
  database: Database,
  from: number,
  to: number,
): Promise<{ block: number; entry: SealedEntry }[]> {
  const rows = await database
    .selectFrom('audit_entry')
    .select([...columns, 'block'])
    .where('block', '>=', from)
    .where('block', '<=', to)
    .orderBy('block')
    .orderBy('id')
    .execute();
  return rows.map(({ block, ...row }) => ({ block: Number(block), entry: entryOf(row as unknown as Row) }));
}

export async function insertBlock(
  database: Database,
  block: { number: number; leaves: readonly Leaf[]; previousHash: string; hash: string; sealedAt: Date },
): Promise<void> {
  const ids = block.leaves.map(({ id }) => id);
  await database
    .insertInto('audit_block')
    .values({
      number: block.number,
      first_entry: ids[0] ?? 0,
      last_entry: ids.at(-1) ?? 0,
      entries: ids.length,
      previous_hash: Buffer.from(block.previousHash, 'hex'),
      hash: Buffer.from(block.hash, 'hex'),
      sealed_at: block.sealedAt,
      entry_ids: ids,
      entry_hashes: block.leaves.map(({ hash }) => Buffer.from(hash, 'hex')),
    })
    .execute();
  await sql`update audit_entry set block = ${block.number} where id = any(${ids}::bigint[])`.execute(database);
}

/** Only one sealer at a time, also with several servers; the lock ends with the transaction. */
export async function takeSealerLock(database: Database): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(7430219) as taken`.execute(database);
  return rows[0]?.taken === true;
}

/** Entries that concern an area and below (what was done there, or by accounts of it), the newest first. */
export async function listEntries(
  database: Database,
  filter: AuditFilter & { within: string; before?: number | undefined; limit: number },
): Promise<AuditEntry[]> {
  let select = database
    .selectFrom('audit_entry')
    .select([...columns, 'block'])
    .where((where) =>
      where.or([where('area', 'like', `${filter.within}%`), where('subject_area', 'like', `${filter.within}%`)]),
    )
    .orderBy('id', 'desc')
    .limit(filter.limit);
  if (filter.before !== undefined) select = select.where('id', '<', filter.before);
  if (filter.from) select = select.where('at', '>=', new Date(filter.from));
  if (filter.to) select = select.where('at', '<=', new Date(filter.to));
  if (filter.kind) select = select.where('kind', '=', filter.kind);
  if (filter.outcome) select = select.where('outcome', '=', filter.outcome);
  if (filter.search) {
    const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
    select = select.where(
      sql<boolean>`(account_name ilike ${pattern} or request = ${filter.search} or detail::text ilike ${pattern})`,
    );
  }
  const rows = await select.execute();
  return rows.map(({ block, ...row }) => ({
    ...entryOf(row as unknown as Row),
    block: block === null ? null : Number(block),
  }));
}
