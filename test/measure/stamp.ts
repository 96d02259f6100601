/** The time of sending is hidden in the longitude, because a frame's ages are too coarse for it: to 1 ms, for 1,000 s. */
const lap = 1_000_000;
const origin = 119;

/** A longitude that says when it was sent. */
export function stampedLongitude(now: number): number {
  return origin + (now % lap) * 1e-7;
}

/** Milliseconds since a stamped longitude was sent. */
export function sentAt(longitude: number, now: number): number {
  const stamp = Math.round((longitude - origin) * 1e7);
  return ((((now % lap) - stamp) % lap) + lap) % lap;
}

/** Milliseconds since 1970 with fractions: the same in all processes of one machine. */
export function clock(): number {
  return performance.timeOrigin + performance.now();
}
