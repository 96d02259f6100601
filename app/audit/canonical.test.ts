import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockText, canonicalJson, entryText, genesisHash, type SealedEntry } from './canonical.ts';

const entry: SealedEntry = {
  id: 1,
  at: '2026-11-24T10:00:00.000Z',
  kind: 'incident.report',
  outcome: 'done',
  account: '00000000-0000-7000-8000-000000000001',
  accountName: '网格员0001',
  role: 'worker',
  area: '320803001001001',
  subjectArea: null,
  detail: { title: '漏水', longitude: 119.05 },
  address: '127.0.0.1',
  request: 'abc',
};

describe('the canonical form', () => {
  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const turned = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(object));
      }),
    );
  });

  it('is JSON that says the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('stays as it is: a change would break every chain that exists', () => {
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const leaf = { id: entry.id, hash: sha256(entryText(entry)) };
    const block = { number: 1, previousHash: genesisHash, sealedAt: '2026-11-24T10:00:01.000Z' };
    expect(leaf.hash).toMatchInlineSnapshot(`"66ca70aea22a62a89ce6e8710278ad4a7b7e1b0742df435aa7bca75071763ee9"`);
    expect(sha256(blockText(block, [leaf]))).toMatchInlineSnapshot(
      `"2d6b6ecdc69cfe66f17e97e1b704df85f131735eca6fd43c3a0ef902f8c4ff21"`,
    );
  });
});
