/** An entry of the journal as it is hashed and exported: all of its fields, in this order. */
export interface SealedEntry {
  readonly id: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly kind: string;
  readonly outcome: 'done' | 'refused';
  readonly account: string | null;
  readonly accountName: string | null;
  readonly role: string | null;
  readonly area: string | null;
  readonly subjectArea: string | null;
  readonly detail: unknown;
  readonly address: string;
  readonly request: string;
}

/** JSON in one form only: keys sorted, no blanks, as RFC 8785 has it for what the journal holds. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** What the hash (SHA-256) of an entry is taken of, as UTF-8. */
export function entryText(entry: SealedEntry): string {
  return canonicalJson(entry);
}

/** An entry's place in a block: its identifier and the hash of its text, in hex. */
export interface Leaf {
  readonly id: number;
  readonly hash: string;
}

/**
 * What a block's hash (SHA-256) is taken of, as UTF-8: a line with the block's number, the previous block's hash in hex
 * (64 zeros for the first) and the time of sealing, then one line for each entry by ascending identifier with the
 * identifier and the entry's hash. Each line ends with a line feed. Anybody who has an export can compute it with
 * standard tools.
 */
export function blockText(
  block: { readonly number: number; readonly previousHash: string; readonly sealedAt: string },
  leaves: readonly Leaf[],
): string {
  const head = `${block.number} ${block.previousHash} ${block.sealedAt}\n`;
  return head + leaves.map(({ id, hash }) => `${id} ${hash}\n`).join('');
}

/** Hash of "the block before the first". */
export const genesisHash = '0'.repeat(64);
