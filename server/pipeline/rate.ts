import type { Rate } from '../../app/contract/index.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets by key, bounded in number: the least recently used is forgotten first. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #most: number;

  constructor(most = 50_000) {
    this.#most = most;
  }

  /** Takes one token; returns 0 when it was there, otherwise the seconds until there is one. */
  take(key: string, rate: Rate, now = performance.now()): number {
    const bucket = this.#buckets.get(key) ?? { tokens: rate.most, at: now };
    const refilled = Math.min(rate.most, bucket.tokens + ((now - bucket.at) / 1000) * (rate.most / rate.seconds));
    this.#buckets.delete(key);
    const allowed = refilled >= 1;
    this.#buckets.set(key, {
      tokens: allowed ? refilled - 1 : refilled,
      at: now,
    });
    if (this.#buckets.size > this.#most) {
      const oldest = this.#buckets.keys().next();
      if (!oldest.done) this.#buckets.delete(oldest.value);
    }
    return allowed ? 0 : Math.max(1, Math.ceil(((1 - refilled) * rate.seconds) / rate.most));
  }
}
