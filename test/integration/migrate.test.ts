import { describe, expect, it } from 'vitest';
import { enrolAccounts } from '../../server/account/store.ts';
import { openStorage } from '../../server/storage/database.ts';
import { type Migration, migrate, readMigrations } from '../../server/storage/migrate.ts';
import { createTestDatabase } from '../harness/database.ts';

const migrations = await readMigrations();

/** Runs something on a database without any table. */
async function onBare<T>(run: (storage: ReturnType<typeof openStorage>, url: string) => Promise<T>): Promise<T> {
  const { url, drop } = await createTestDatabase({ bare: true });
  const storage = openStorage(url, () => undefined, 4);
  try {
    return await run(storage, url);
  } finally {
    await storage.close();
    await drop();
  }
}

/** Every table with its columns, and every index. */
async function shapeOf({ pool }: ReturnType<typeof openStorage>): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as line
       from information_schema.columns where table_schema = 'public'
     union all select indexdef from pg_indexes where schemaname = 'public' order by 1`,
  );
  return rows.map(({ line }) => line);
}

describe('the database', () => {
  it('comes to the same shape from every earlier version, and keeps what was in it', async () => {
    const whole = await onBare(async (storage) => {
      expect(await migrate(storage.pool, migrations)).toEqual(migrations.map(({ name }) => name));
      expect(await migrate(storage.pool, migrations)).toEqual([]);
      return shapeOf(storage);
    });
    expect(whole.some((line) => line.startsWith('camera.'))).toBe(true);
    for (let version = 1; version < migrations.length; version += 1) {
      await onBare(async (storage) => {
        await migrate(storage.pool, migrations.slice(0, version));
        const [account] = await enrolAccounts(storage.database, [
          { login: 'before', name: '早先的账号', role: 'operator', area: '3208' },
        ]);
        expect(await migrate(storage.pool, migrations)).toHaveLength(migrations.length - version);
        const { rows } = await storage.pool.query('select id, name from account');
        expect(rows).toEqual([{ id: account?.id, name: '早先的账号' }]);
        expect(await shapeOf(storage)).toEqual(whole);
      });
    }
  });

  it('is brought up to date once by servers that start at the same time', () =>
    onBare(async ({ pool }, url) => {
      const others = [openStorage(url, () => undefined, 2), openStorage(url, () => undefined, 2)];
      const done = await Promise.all(
        [pool, ...others.map((other) => other.pool)].map((each) => migrate(each, migrations)),
      );
      expect(done.flat().sort()).toEqual(migrations.map(({ name }) => name));
      for (const other of others) await other.close();
    }));

  it('refuses a file that was changed, a newer database, and a file that fails, which leaves nothing behind', () =>
    onBare(async ({ pool }) => {
      const [first] = migrations;
      if (!first) throw new Error('no migrations');
      const broken: Migration = { name: '9999-broken.sql', sql: 'create table half (a int); select 1/0;', hash: 'x' };
      await migrate(pool, [first]);
      await expect(migrate(pool, [{ ...first, hash: 'another' }])).rejects.toThrow(first.name);
      await expect(migrate(pool, [])).rejects.toThrow('newer version');
      await expect(migrate(pool, [first, broken])).rejects.toThrow('9999-broken.sql');
      const { rows } = await pool.query(`select to_regclass('half') as half`);
      expect(rows).toEqual([{ half: null }]);
      await migrate(pool, migrations);
    }));
});
