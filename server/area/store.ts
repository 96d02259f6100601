import { type ColumnType, sql } from 'kysely';
import type { Account } from '../../app/account/index.ts';
import type { Area, Bounds, PackedShape } from '../../app/area/model.ts';
import type { Database } from '../storage/database.ts';

interface AreaTable {
  code: string;
  name: string;
  pinyin: string;
  initials: string;
  longitude: number;
  latitude: number;
  bounds: number[];
  shape: ColumnType<PackedShape, string, string>;
}

interface VersionTable {
  singleton: boolean;
  version: number;
}

declare module '../storage/database.ts' {
  interface Tables {
    area: AreaTable;
    area_version: VersionTable;
  }
}

const columns = ['code', 'name', 'pinyin', 'initials', 'longitude', 'latitude', 'bounds'] as const;

type AreaRow = Omit<Area, 'bounds'> & { bounds: number[] };
const areaOf = (row: AreaRow): Area => ({ ...row, bounds: row.bounds as Bounds });

/** Areas within `within` whose code has at most `digits` digits, by code. */
export async function listAreas(database: Database, within: string, digits: number): Promise<Area[]> {
  const rows = await database
    .selectFrom('area')
    .select(columns)
    .where('code', 'like', `${within}%`)
    .where(sql<number>`length(code)`, '<=', digits)
    .orderBy('code')
    .execute();
  return rows.map(areaOf);
}

/** Outlines of the areas within `within` whose code has exactly `digits` digits. */
export async function listShapes(
  database: Database,
  within: string,
  digits: number,
): Promise<{ code: string; shape: PackedShape }[]> {
  return database
    .selectFrom('area')
    .select(['code', 'shape'])
    .where('code', 'like', `${within}%`)
    .where(sql<number>`length(code)`, '=', digits)
    .orderBy('code')
    .execute();
}

export async function areasByCode(database: Database, codes: readonly string[]): Promise<Area[]> {
  const rows = await database
    .selectFrom('area')
    .select(columns)
    .where('code', 'in', [...codes])
    .orderBy('code')
    .execute();
  return rows.map(areaOf);
}

/** How many areas stand one level below. */
export async function countChildren(database: Database, code: string, digits: number): Promise<number> {
  const row = await database
    .selectFrom('area')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('code', 'like', `${code}%`)
    .where(sql<number>`length(code)`, '=', digits)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Accounts that sit at the centre of exactly this area. */
export async function accountsAt(database: Database, code: string): Promise<Account[]> {
  return database
    .selectFrom('account')
    .select(['id', 'login', 'name', 'role', 'area', 'disabled'])
    .where('area', '=', code)
    .where('disabled', '=', false)
    .orderBy('login')
    .limit(50)
    .execute();
}

export async function putAreas(database: Database, areas: readonly (Area & { shape: PackedShape })[]): Promise<void> {
  const rows = areas.map(({ shape, bounds, ...rest }) => ({
    ...rest,
    bounds: [...bounds],
    shape: JSON.stringify(shape),
  }));
  for (let start = 0; start < rows.length; start += 500) {
    await database
      .insertInto('area')
      .values(rows.slice(start, start + 500))
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet((set) => ({
          name: set.ref('excluded.name'),
          pinyin: set.ref('excluded.pinyin'),
          initials: set.ref('excluded.initials'),
          longitude: set.ref('excluded.longitude'),
          latitude: set.ref('excluded.latitude'),
          bounds: set.ref('excluded.bounds'),
          shape: set.ref('excluded.shape'),
        })),
      )
      .execute();
  }
}

export async function areaVersion(database: Database): Promise<number> {
  return (await database.selectFrom('area_version').select('version').executeTakeFirstOrThrow()).version;
}

export async function raiseAreaVersion(database: Database): Promise<number> {
  const row = await database
    .updateTable('area_version')
    .set((set) => ({ version: set('version', '+', 1) }))
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}
