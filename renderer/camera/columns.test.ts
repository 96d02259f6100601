import { expect, it } from 'vitest';
import { columnsFor } from './columns.ts';

it.each([
  [1, 1920, 1080, 1],
  [4, 1920, 1080, 2],
  [9, 1920, 1080, 3],
  [16, 1920, 1080, 4],
  // The strip: wide and low.
  [4, 1900, 240, 4],
  [9, 1900, 240, 5],
  [16, 3800, 1000, 6],
  [4, 300, 1000, 1],
  [4, 0, 0, 1],
])('%d pictures on %d × %d stand in %d columns', (count, width, height, columns) =>
  expect(columnsFor(count, width, height)).toBe(columns),
);
