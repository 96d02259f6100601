import { expect, it } from 'vitest';
import { frameAgeParts, secondsUntil } from './age.ts';

it.each([
  [-40, 'seconds', '0.0'],
  [0, 'seconds', '0.0'],
  [240, 'seconds', '0.2'],
  [9_940, 'seconds', '9.9'],
  [10_960, 'seconds', '10'],
  [59_999, 'seconds', '59'],
  [60_000, 'minutes', '1'],
  [3_600_000, 'hours', '1'],
  [90_000_000, 'days', '1'],
] as const)('an age of %d ms is written in %s as %s', (milliseconds, unit, count) =>
  expect(frameAgeParts(milliseconds)).toEqual({ unit, count }),
);

it('counts down in whole seconds and stops at none', () => {
  expect(secondsUntil(10_001, 8_000)).toBe(3);
  expect(secondsUntil(10_000, 8_000)).toBe(2);
  expect(secondsUntil(10_000, 12_000)).toBe(0);
});
