import { describe, expect, it } from 'vitest';
import { ageParts } from './age.tsx';

describe('an age', () => {
  it.each([
    [-5_000, 'seconds', 0],
    [0, 'seconds', 0],
    [59_999, 'seconds', 59],
    [60_000, 'minutes', 1],
    [3_599_999, 'minutes', 59],
    [3_600_000, 'hours', 1],
    [86_399_999, 'hours', 23],
    [86_400_000, 'days', 1],
  ] as const)('%i ms is told in %s', (milliseconds, unit, count) => {
    expect(ageParts(milliseconds)).toEqual({ unit, count });
  });
});
