import type { Actor } from '../../app/account/index.ts';
import { SipinError } from '../../app/contract/index.ts';
import type { Database } from '../storage/database.ts';
import { ownFiles, referFiles } from './store.ts';

/**
 * Attaches photos to something of an area: they must have been sent by who attaches them. From then on the consoles of
 * the area and the accounts named may see them.
 */
export async function attachFiles(
  database: Database,
  photos: readonly string[],
  area: string,
  actor: Actor,
  accounts: readonly string[],
): Promise<void> {
  const unique = [...new Set(photos)];
  const own = await ownFiles(database, unique, actor.accountId);
  if (own.length !== unique.length) throw new SipinError('input', 'file.not-found');
  for (const account of [...new Set(accounts)]) await referFiles(database, unique, area, account);
  if (accounts.length === 0) await referFiles(database, unique, area, null);
}
