import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { DataFolder } from '../../server/runtime/data-folder.ts';
import { startPostgres } from '../../server/runtime/postgres.ts';
import { openStorage, type Storage } from '../../server/storage/database.ts';
import { migrate, readMigrations } from '../../server/storage/migrate.ts';
import { partPath } from '../harness/parts.ts';

export interface BenchPostgres {
  readonly url: string;
  readonly storage: Storage;
  stop(): Promise<void>;
}

/** A real PostgreSQL of its own for a bench: migrated, empty, removed afterwards. */
export async function startBenchPostgres(): Promise<BenchPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'sipin-bench-'));
  chmodSync(folder, 0o755);
  const postgres = await startPostgres({
    binaries: partPath('postgres'),
    dataFolder: await DataFolder.take(folder, 'bench'),
    password: 'only-for-this-bench-on-loopback',
    log: pino({ level: 'silent' }),
    changed: () => undefined,
  });
  const storage = openStorage(postgres.url, () => undefined, 4);
  await migrate(storage.pool, await readMigrations());
  return {
    url: postgres.url,
    storage,
    async stop() {
      await storage.close();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
