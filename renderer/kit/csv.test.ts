import { describe, expect, it } from 'vitest';
import { csvCell } from './csv.ts';

describe('a cell of a CSV file', () => {
  it.each([
    ['plain', 'plain'],
    ['with, comma', '"with, comma"'],
    ['with "quote"', '"with ""quote"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['@sum', "'@sum"],
    ['-5', "'-5"],
    ['漏水', '漏水'],
  ])('%j → %j', (value, cell) => expect(csvCell(value)).toBe(cell));
});
