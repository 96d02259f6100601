import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TrackPoint, thin } from './thin.ts';

const track = fc
  .array(
    fc.record({
      time: fc.integer({ min: 0, max: 1_000_000 }),
      longitude: fc.double({ min: 118, max: 120, noNaN: true }),
      latitude: fc.double({ min: 32, max: 34, noNaN: true }),
    }),
    { maxLength: 200 },
  )
  .map((points) => points.sort((a, b) => a.time - b.time));

describe('thinning', () => {
  it('keeps order, both ends, and at most as many as asked for', () => {
    fc.assert(
      fc.property(track, fc.integer({ min: 2, max: 250 }), (points, most) => {
        const kept = thin(points, most);
        expect(kept.length).toBeLessThanOrEqual(Math.max(most, Math.min(points.length, 2)));
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        if (points.length > 0) {
          expect(kept[0]).toBe(0);
          expect(kept.at(-1)).toBe(points.length - 1);
        }
      }),
    );
  });

  it('keeps corners and stays, and drops what lies evenly on the way', () => {
    const points: TrackPoint[] = [];
    // North for 100 s, a stay of 100 s, east for 100 s.
    for (let second = 0; second <= 300; second += 1) {
      points.push({
        time: second * 1_000,
        longitude: 119 + Math.max(0, second - 200) * 1e-5,
        latitude: 33 + Math.min(100, second) * 1e-5,
      });
    }
    expect(thin(points, 4)).toEqual([0, 100, 200, 300]);
    expect(thin(points, 3)).toHaveLength(3);
  });

  it('is quick with a day of fixes', () => {
    const points = Array.from({ length: 17_280 }, (_, at) => ({
      time: at * 5_000,
      longitude: 119 + Math.sin(at / 50) / 100,
      latitude: 33 + Math.cos(at / 70) / 100,
    }));
    expect(thin(points, 2_000)).toHaveLength(2_000);
  });
});
