import { describe, expect, it } from 'vitest';
import { type Patch, Walker } from './motion.ts';

const patch: Patch = {
  bounds: [119, 33, 119.01, 33.01],
  inside: (longitude, latitude) => longitude >= 119 && longitude <= 119.01 && latitude >= 33 && latitude <= 33.01,
  longitude: 119.005,
  latitude: 33.005,
};

describe('a simulated worker', () => {
  it('stays in its grid for a day', () => {
    const walker = new Walker(patch, 7);
    for (let second = 0; second < 86_400; second += 5) {
      const { longitude, latitude } = walker.step(5);
      expect(patch.inside(longitude, latitude)).toBe(true);
    }
  });

  it('never goes faster than it says', () => {
    const walker = new Walker(patch, 8);
    let before = walker.place;
    for (let step = 0; step < 5_000; step += 1) {
      const now = walker.step(5);
      const metres = Math.hypot(
        (now.longitude - before.longitude) * 111_320 * Math.cos((33 * Math.PI) / 180),
        (now.latitude - before.latitude) * 111_320,
      );
      expect(metres).toBeLessThanOrEqual(4.5 * 5 * 1.01);
      before = now;
    }
  });

  it('walks the same way for the same seed', () => {
    const one = new Walker(patch, 9);
    const two = new Walker(patch, 9);
    for (let step = 0; step < 100; step += 1) expect(one.step(5)).toEqual(two.step(5));
  });

  it('goes where it is sent', () => {
    const walker = new Walker(patch, 10);
    walker.goTo(119.002, 33.002);
    for (let step = 0; step < 2_000 && walker.place.longitude !== 119.002; step += 1) walker.step(1);
    expect(walker.place.longitude).toBeCloseTo(119.002, 6);
  });
});
