import { type ColumnType, sql } from 'kysely';
import { type Actor, followsArea } from '../../app/account/index.ts';
import type { Database } from '../storage/database.ts';

interface FileTable {
  hash: string;
  upload_hash: string;
  account_id: string;
  width: number;
  height: number;
  bytes: number;
  taken_at: Date | null;
  longitude: number | null;
  latitude: number | null;
  at: ColumnType<Date, never, never>;
}

interface ReferenceTable {
  hash: string;
  area: string;
  account_id: string | null;
}

declare module '../storage/database.ts' {
  interface Tables {
    file: FileTable;
    file_reference: ReferenceTable;
  }
}

const columns = ['hash', 'width', 'height', 'taken_at', 'longitude', 'latitude'] as const;

export async function fileByUpload(database: Database, uploadHash: string) {
  return database.selectFrom('file').select(columns).where('upload_hash', '=', uploadHash).executeTakeFirst();
}

export async function insertFile(database: Database, file: Omit<FileTable, 'at'>): Promise<void> {
  await database
    .insertInto('file')
    .values(file)
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
}

/** Hashes of those files that the account may attach: what it uploaded itself. */
export async function ownFiles(database: Database, hashes: readonly string[], account: string): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await database
    .selectFrom('file')
    .select('hash')
    .where('hash', 'in', [...hashes])
    .where((where) =>
      where.or([
        where('account_id', '=', account),
        // The same picture may have been uploaded by somebody else first; who holds it may attach it too.
        where.exists(
          where
            .selectFrom('file_reference')
            .select('file_reference.hash')
            .whereRef('file_reference.hash', '=', 'file.hash')
            .where('file_reference.account_id', '=', account),
        ),
      ]),
    )
    .execute();
  return rows.map((row) => row.hash);
}

/** From now on consoles of the area, and the account where one is named, may see these files. */
export async function referFiles(
  database: Database,
  hashes: readonly string[],
  area: string,
  account: string | null,
): Promise<void> {
  if (hashes.length === 0) return;
  await database
    .insertInto('file_reference')
    .values(hashes.map((hash) => ({ hash, area, account_id: account })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** May the actor see the file? */
export async function maySee(database: Database, hash: string, actor: Actor): Promise<boolean> {
  const { rows } = await sql`
    select 1 from file where hash = ${hash} and account_id = ${actor.accountId}
    union all
    select 1 from file_reference where hash = ${hash}
      and (account_id = ${actor.accountId} or (${followsArea(actor)} and area like ${`${actor.area}%`}))
    limit 1`.execute(database);
  return rows.length > 0;
}
