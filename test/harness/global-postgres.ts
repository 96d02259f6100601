import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { DataFolder } from '../../server/runtime/data-folder.ts';
import { startPostgres } from '../../server/runtime/postgres.ts';
import { openStorage } from '../../server/storage/database.ts';
import { migrate, readMigrations } from '../../server/storage/migrate.ts';
import { partPath } from './parts.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The database that test databases are copied from, migrated and empty. */
    templateUrl: string;
  }
}

/** One real PostgreSQL for a whole run of tests; each test file makes its own database in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'sipin-test-'));
  chmodSync(folder, 0o755);
  const log = pino({ level: 'silent' });
  const postgres = await startPostgres({
    binaries: partPath('postgres'),
    dataFolder: await DataFolder.take(folder, 'test'),
    password: 'only-for-this-test-run-on-loopback',
    log,
    changed: () => undefined,
  });
  const storage = openStorage(postgres.url, () => undefined, 2);
  await migrate(storage.pool, await readMigrations());
  await storage.close();
  project.provide('templateUrl', postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
