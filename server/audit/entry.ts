import type { ColumnType, Generated } from 'kysely';
import type { Actor } from '../../app/account/index.ts';
import type { Database } from '../storage/database.ts';

interface AuditEntryTable {
  id: Generated<number>;
  at: ColumnType<Date, Date, never>;
  kind: string;
  outcome: 'done' | 'refused';
  account_id: string | null;
  account_name: string | null;
  role: string | null;
  area: string | null;
  subject_area: string | null;
  detail: ColumnType<Record<string, unknown>, string, never>;
  address: string;
  request: string;
  block: number | null;
}

declare module '../storage/database.ts' {
  interface Tables {
    audit_entry: AuditEntryTable;
  }
}

/** What is written into the journal of one act: who did what to which area, from where. */
export interface AuditEntry {
  readonly kind: string;
  readonly outcome: 'done' | 'refused';
  readonly actor: Actor | null;
  /** Area that was acted on, where it is known. */
  readonly subjectArea: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly request: string;
  readonly at: Date;
}

/** Adds an entry; inside the transaction of the act, so that neither is there without the other. */
export async function writeAuditEntry(database: Database, entry: AuditEntry): Promise<void> {
  await database
    .insertInto('audit_entry')
    .values({
      at: entry.at,
      kind: entry.kind,
      outcome: entry.outcome,
      account_id: entry.actor?.accountId ?? null,
      account_name: entry.actor?.name ?? null,
      role: entry.actor?.role ?? null,
      area: entry.actor?.area ?? null,
      subject_area: entry.subjectArea,
      detail: JSON.stringify(entry.detail),
      address: entry.address,
      request: entry.request,
      block: null,
    })
    .execute();
}
