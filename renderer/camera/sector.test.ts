import { expect, it } from 'vitest';
import { sectorRing } from './sector.ts';

const camera = { longitude: 119, latitude: 33.5, heading: 90, angle: 60, range: 100 };
const metres = ([longitude, latitude]: [number, number]) => [
  (longitude - camera.longitude) * 111_320 * Math.cos((camera.latitude * Math.PI) / 180),
  (latitude - camera.latitude) * 111_320,
];

it('is a closed sector from the camera, as far as it sees, where it looks', () => {
  const ring = sectorRing(camera);
  expect(ring[0]).toEqual([119, 33.5]);
  expect(ring.at(-1)).toEqual(ring[0]);
  for (const point of ring.slice(1, -1)) {
    const [east = 0, north = 0] = metres(point);
    expect(Math.hypot(east, north)).toBeCloseTo(100, 0);
    // 60 degrees around east.
    expect(Math.abs(Math.atan2(north, east) * (180 / Math.PI))).toBeLessThanOrEqual(30.1);
  }
});

it('looks north at 0 degrees', () => {
  const ring = sectorRing({ ...camera, heading: 0, angle: 10 });
  const [east = 0, north = 0] = metres(ring[Math.floor(ring.length / 2)] ?? [0, 0]);
  expect(north).toBeCloseTo(100, 0);
  expect(Math.abs(east)).toBeLessThan(10);
});

it('is a circle for a camera that sees all around', () => {
  const ring = sectorRing({ ...camera, angle: 360 });
  expect(ring.every((point) => Math.abs(Math.hypot(...metres(point)) - 100) < 1)).toBe(true);
  expect(ring.at(-1)?.[0]).toBeCloseTo(ring[0]?.[0] ?? 0, 9);
});
