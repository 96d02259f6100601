import { type ColumnType, type Generated, sql } from 'kysely';
import type { Entry, Incident, Kind, Stage, Step, Urgency } from '../../app/incident/index.ts';
import type { Database } from '../storage/database.ts';

interface IncidentTable {
  id: Generated<string>;
  number: string;
  kind: Kind;
  urgency: Urgency;
  title: string;
  stage: Stage;
  area: string;
  longitude: number;
  latitude: number;
  reporter: string;
  reporter_name: string;
  reported_at: Date;
  changed_at: Date;
}

interface EntryTable {
  id: Generated<number>;
  incident_id: string;
  at: ColumnType<Date, Date, never>;
  step: Step;
  account_id: string;
  name: string;
  note: string;
  photos: ColumnType<string[], string[], never>;
}

declare module '../storage/database.ts' {
  interface Tables {
    incident: IncidentTable;
    incident_entry: EntryTable;
  }
}

type Row = Omit<IncidentTable, 'id'> & { id: string };

function incidentOf(row: Row): Incident {
  const { reporter_name: reporterName, reported_at: reportedAt, changed_at: changedAt, ...rest } = row;
  return { ...rest, reporterName, reportedAt: reportedAt.toISOString(), changedAt: changedAt.toISOString() };
}

/** Adds an incident; its number is the year and a running number. */
export async function insertIncident(
  database: Database,
  draft: Omit<Row, 'id' | 'number' | 'changed_at'>,
): Promise<Incident> {
  const { rows } = await sql<{ next: number }>`select nextval('incident_number') as next`.execute(database);
  const number = `${draft.reported_at.getUTCFullYear()}-${String(rows[0]?.next ?? 0).padStart(6, '0')}`;
  const row = await database
    .insertInto('incident')
    .values({ ...draft, number, changed_at: draft.reported_at })
    .returningAll()
    .executeTakeFirstOrThrow();
  return incidentOf(row);
}

/** One incident; with `lock` nobody else changes it until the transaction ends. */
export async function incidentById(database: Database, id: string, lock = false): Promise<Incident | undefined> {
  let select = database.selectFrom('incident').selectAll().where('id', '=', id);
  if (lock) select = select.forUpdate();
  const row = await select.executeTakeFirst();
  return row && incidentOf(row);
}

export async function setStage(database: Database, id: string, stage: Stage, at: Date): Promise<Incident> {
  const row = await database
    .updateTable('incident')
    .set({ stage, changed_at: at })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return incidentOf(row);
}

export async function insertEntry(
  database: Database,
  entry: {
    incident: string;
    at: Date;
    step: Step;
    account: string;
    name: string;
    note: string;
    photos: readonly string[];
  },
): Promise<void> {
  const { incident, account, photos, ...rest } = entry;
  await database
    .insertInto('incident_entry')
    .values({ ...rest, incident_id: incident, account_id: account, photos: [...photos] })
    .execute();
}

export async function journalOf(database: Database, id: string): Promise<Entry[]> {
  const rows = await database
    .selectFrom('incident_entry')
    .select(['at', 'step', 'account_id as account', 'name', 'note', 'photos'])
    .where('incident_id', '=', id)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export interface IncidentFilter {
  readonly within: string;
  readonly reporter?: string | undefined;
  readonly open: boolean;
  readonly stage?: Stage | undefined;
  readonly kind?: Kind | undefined;
  readonly search?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Incidents that fit, the newest first, after the one named. */
export async function listIncidents(database: Database, filter: IncidentFilter): Promise<Incident[]> {
  let select = database
    .selectFrom('incident')
    .selectAll()
    .where('area', 'like', `${filter.within}%`)
    .orderBy('reported_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit);
  if (filter.reporter) select = select.where('reporter', '=', filter.reporter);
  if (filter.open) select = select.where('stage', '<>', 'closed');
  if (filter.stage) select = select.where('stage', '=', filter.stage);
  if (filter.kind) select = select.where('kind', '=', filter.kind);
  if (filter.search) {
    const pattern = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
    select = select.where((where) => where.or([where('title', 'ilike', pattern), where('number', 'like', pattern)]));
  }
  if (filter.after) {
    select = select.where(
      sql<boolean>`(reported_at, id) < (select reported_at, id from incident where id = ${filter.after}::uuid)`,
    );
  }
  return (await select.execute()).map(incidentOf);
}

export async function countOpen(database: Database, within: string, reporter?: string): Promise<number> {
  let select = database
    .selectFrom('incident')
    .select((count) => count.fn.countAll<number>().as('open'))
    .where('area', 'like', `${within}%`)
    .where('stage', '<>', 'closed');
  if (reporter) select = select.where('reporter', '=', reporter);
  return Number((await select.executeTakeFirstOrThrow()).open);
}
