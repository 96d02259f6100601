import { createHash } from 'node:crypto';
import type { ColumnType } from 'kysely';
import { SipinError } from '../../app/contract/index.ts';
import type { Database } from '../storage/database.ts';

interface ActKeyTable {
  account_id: string;
  key: string;
  act: string;
  input_hash: Buffer;
  output: ColumnType<unknown, string | null, string>;
  at: ColumnType<Date, Date, never>;
}

declare module '../storage/database.ts' {
  interface Tables {
    act_key: ActKeyTable;
  }
}

function hashOf(input: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(input)).digest();
}

/**
 * Takes the key for this act, or finds what the act answered before. Two calls with one key at the same time: the
 * second waits for the first's transaction and then finds its answer (or takes the key, when the first was undone).
 */
export async function takeKey(
  database: Database,
  call: {
    accountId: string;
    key: string;
    act: string;
    input: unknown;
    at: Date;
  },
): Promise<{ repeated: false } | { repeated: true; output: unknown }> {
  const taken = await database
    .insertInto('act_key')
    .values({
      account_id: call.accountId,
      key: call.key,
      act: call.act,
      input_hash: hashOf(call.input),
      output: null,
      at: call.at,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'key']).doNothing())
    .executeTakeFirst();
  if (taken.numInsertedOrUpdatedRows === 1n) return { repeated: false };
  const before = await database
    .selectFrom('act_key')
    .select(['act', 'input_hash', 'output'])
    .where('account_id', '=', call.accountId)
    .where('key', '=', call.key)
    .executeTakeFirstOrThrow();
  if (before.act !== call.act || !before.input_hash.equals(hashOf(call.input))) {
    throw new SipinError('conflict', 'contract.key-reused');
  }
  return { repeated: true, output: before.output };
}

/** Keeps what the act answered, in the act's own transaction. */
export async function keepOutput(database: Database, accountId: string, key: string, output: unknown): Promise<void> {
  await database
    .updateTable('act_key')
    .set({ output: JSON.stringify(output) })
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .execute();
}

/** Forgets keys older than `before`: longer than any phone keeps an act in its queue. */
export async function pruneKeys(database: Database, before: Date): Promise<void> {
  await database.deleteFrom('act_key').where('at', '<', before).execute();
}
