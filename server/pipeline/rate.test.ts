import { describe, expect, it } from 'vitest';
import { RateLimiter } from './rate.ts';

describe('the rate limiter', () => {
  const rate = { most: 3, seconds: 6 };

  it('lets through what is declared, then says how long to wait', () => {
    const limiter = new RateLimiter();
    expect([1, 2, 3, 4].map(() => limiter.take('caller', rate, 0))).toEqual([0, 0, 0, 2]);
  });

  it('refills with time, never beyond the most', () => {
    const limiter = new RateLimiter();
    for (let count = 0; count < 3; count += 1) limiter.take('caller', rate, 0);
    expect(limiter.take('caller', rate, 2_000)).toBe(0);
    expect(limiter.take('caller', rate, 2_000)).toBeGreaterThan(0);
    expect([1, 2, 3, 4].map(() => limiter.take('caller', rate, 1_000_000))).toEqual([0, 0, 0, 2]);
  });

  it('keeps callers apart', () => {
    const limiter = new RateLimiter();
    for (let count = 0; count < 9; count += 1) limiter.take('loud', rate, 0);
    expect(limiter.take('quiet', rate, 0)).toBe(0);
  });

  it('is bounded: the least recently seen caller is forgotten', () => {
    const limiter = new RateLimiter(2);
    for (let count = 0; count < 3; count += 1) limiter.take('first', rate, 0);
    limiter.take('second', rate, 0);
    limiter.take('third', rate, 0);
    expect(limiter.take('first', rate, 0)).toBe(0);
  });
});
