import { array, assert, double, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut } from './quota.ts';

const weights = array(double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 50 });

describe('sharing out', () => {
  it('gives exactly the total, everybody the least, and more to more weight', () => {
    assert(
      property(weights, integer({ min: 0, max: 1_000 }), (each, more) => {
        const shares = shareOut(each.length + more, each);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(each.length + more);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
        each.forEach((weight, a) => {
          each.forEach((other, b) => {
            if (weight > other) expect(shares[a]).toBeGreaterThanOrEqual((shares[b] ?? 0) - 1e-9);
          });
        });
      }),
    );
  });

  it('refuses a total that is too small', () => {
    expect(() => shareOut(2, [1, 1, 1])).toThrow(RangeError);
  });
});
