import { describe, expect, it } from 'vitest';
import { unstorablePath } from './storable.ts';

describe('what can be stored', () => {
  it.each([
    ['plain text', '你好 𠮷 🏳️‍🌈'],
    ['nothing', null],
    ['numbers and lists', { a: [1, { b: 'x' }], c: true }],
  ])('%s can', (_, value) => expect(unstorablePath(value)).toBeUndefined());

  it.each([
    ['a NUL', 'a\u0000b', '/'],
    ['half of a pair', { title: 'x\ud800' }, 'title'],
    ['the other half, deep inside', { list: [{ note: 'fine' }, { note: '\udc00x' }] }, 'list.1.note'],
  ])('%s cannot, and is found', (_, value, path) => expect(unstorablePath(value)).toBe(path));

  it('is found in what is nested beyond any stack', () => {
    let nested: unknown = '\u0000';
    for (let depth = 0; depth < 20_000; depth += 1) nested = [nested];
    expect(unstorablePath(nested)).toMatch(/^0\.0\.0/);
  });
});
