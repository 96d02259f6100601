import {
  blockText,
  entryText,
  genesisHash,
  type Leaf,
  type SealedEntry,
  type Verification,
} from '../../app/audit/index.ts';
import type { Database } from '../storage/database.ts';
import { hashOf } from './sealer.ts';
import { blocksAfter, countUnsealed, entriesOfBlocks } from './store.ts';

/** Blocks that are read at a time. */
const batch = 50;

/**
 * Proves the chain of the whole journal: every block follows on the one before and its hash is that of its entries.
 * Stops at the first that does not, and names the block and, where it can be told, the entry.
 */
export async function verifyJournal(database: Database): Promise<Verification> {
  let previousHash = genesisHash;
  let number = 0;
  let entries = 0;
  for (;;) {
    const blocks = await blocksAfter(database, number, batch);
    const [first] = blocks;
    const last = blocks.at(-1);
    if (!first || !last) break;
    const held = await entriesOfBlocks(database, Number(first.number), Number(last.number));
    for (const block of blocks) {
      const expected = number + 1;
      const present = Number(block.number);
      const own = held.filter((each) => each.block === present).map((each) => each.entry);
      const broken = (problem: string, entry: number | null = null) => ({
        blocks: number,
        entries,
        unsealed: 0,
        broken: { block: present, entry, problem },
      });
      if (present !== expected) return broken(`block ${expected} is missing`);
      if (block.previous_hash.toString('hex') !== previousHash) return broken('does not follow on the block before');
      const leaves = block.entry_ids.map((id, index) => ({
        id: Number(id),
        hash: block.entry_hashes[index]?.toString('hex') ?? '',
      }));
      const sealed = { number: present, previousHash, sealedAt: block.sealed_at.toISOString() };
      if (hashOf(blockText(sealed, leaves)) !== block.hash.toString('hex')) return broken('the block was changed');
      const wrong = firstDifference(leaves, own);
      if (wrong) return broken(wrong.problem, wrong.entry);
      previousHash = block.hash.toString('hex');
      number = present;
      entries += own.length;
    }
  }
  return { blocks: number, entries, unsealed: await countUnsealed(database), broken: null };
}

/** The first entry that is not what was sealed: changed, removed, or inserted. */
function firstDifference(
  leaves: readonly Leaf[],
  own: readonly SealedEntry[],
): { problem: string; entry: number } | null {
  const held = new Map(own.map((entry) => [entry.id, entry]));
  for (const { id, hash } of leaves) {
    const entry = held.get(id);
    if (!entry) return { problem: 'the entry was removed', entry: id };
    if (hashOf(entryText(entry)) !== hash) return { problem: 'the entry was changed', entry: id };
    held.delete(id);
  }
  const [extra] = held.keys();
  return extra === undefined ? null : { problem: 'the entry was inserted', entry: extra };
}
