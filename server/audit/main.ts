import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { databaseFile } from '../runtime/data-folder.ts';
import { openStorage } from '../storage/database.ts';
import { verifyJournal } from './verify.ts';

/** `npm run audit -- verify [--data DIR]`: proves the journal of a running installation. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string', default: join(import.meta.dirname, '..', '..', '.data') } },
  });
  if (positionals[0] !== 'verify') {
    console.error('usage: npm run audit -- verify [--data DIR]');
    return 2;
  }
  const file = join(values.data, databaseFile);
  const url = process.env.DATABASE_URL ?? (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  if (!url) {
    console.error(`No database is known for ${values.data}. Start the server (npm start), or set DATABASE_URL.`);
    return 2;
  }
  const storage = openStorage(url, () => undefined, 2);
  try {
    const { blocks, entries, unsealed, broken } = await verifyJournal(storage.database);
    if (broken) {
      console.error(
        `BROKEN at block ${broken.block}${broken.entry === null ? '' : `, entry ${broken.entry}`}: ${broken.problem}`,
      );
      console.error(`${entries} entries in ${blocks} blocks before it are as they were sealed.`);
      return 1;
    }
    console.log(`The chain is whole: ${entries} entries in ${blocks} blocks; ${unsealed} not sealed yet.`);
    return 0;
  } catch (error) {
    console.error(`The journal could not be read: ${(error as Error).message}. Is the server running (npm start)?`);
    return 2;
  } finally {
    await storage.close();
  }
}

process.exit(await main());
