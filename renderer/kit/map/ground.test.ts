import { describe, expect, it } from 'vitest';
import { convert } from '../../../app/area/index.ts';
import { pixelAt, pointAt, shiftOf } from './ground.ts';

describe('tiles of another datum', () => {
  it('pixels and points are each other’s inverse', () => {
    const [x, y] = pixelAt(119.02, 33.59, 15);
    const [longitude, latitude] = pointAt(x, y, 15);
    expect(longitude).toBeCloseTo(119.02, 9);
    expect(latitude).toBeCloseTo(33.59, 9);
  });

  it.each([10, 14, 17])('at zoom %i one shift for a whole tile is right to a pixel', (z) => {
    const [px, py] = pixelAt(119.02, 33.59, z);
    const [x, y] = [Math.floor(px / 256), Math.floor(py / 256)];
    const [dx, dy] = shiftOf(z, x, y);
    for (const corner of [
      [0, 0],
      [255, 255],
      [0, 255],
    ] as const) {
      const place = [x * 256 + corner[0], y * 256 + corner[1]] as const;
      const [longitude, latitude] = pointAt(place[0], place[1], z);
      const [gx, gy] = pixelAt(...convert(longitude, latitude, 'WGS-84', 'GCJ-02'), z);
      expect(Math.abs(gx - place[0] - dx)).toBeLessThan(1);
      expect(Math.abs(gy - place[1] - dy)).toBeLessThan(1);
    }
  });
});
