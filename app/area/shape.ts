import type { MultiPolygon, PackedShape } from './model.ts';

const perDegree = 1e6;

/** Packs polygons into integers; shared corners stay shared, since every corner is rounded the same way. */
export function packShape(polygons: MultiPolygon): PackedShape {
  return polygons.map((polygon) =>
    polygon.map((ring) => {
      const packed: number[] = [];
      let beforeX = 0;
      let beforeY = 0;
      const closed = isClosed(ring);
      for (const [longitude, latitude] of closed ? ring.slice(0, -1) : ring) {
        const x = Math.round(longitude * perDegree);
        const y = Math.round(latitude * perDegree);
        packed.push(x - beforeX, y - beforeY);
        beforeX = x;
        beforeY = y;
      }
      return packed;
    }),
  );
}

/** The polygons of a packed shape, each ring closed, in degrees. */
export function unpackShape(shape: PackedShape): MultiPolygon {
  return shape.map((polygon) =>
    polygon.map((packed) => {
      const ring: [number, number][] = [];
      let x = 0;
      let y = 0;
      for (let index = 0; index + 1 < packed.length; index += 2) {
        x += packed[index] ?? 0;
        y += packed[index + 1] ?? 0;
        ring.push([x / perDegree, y / perDegree]);
      }
      const [first] = ring;
      if (first) ring.push([...first]);
      return ring;
    }),
  );
}

function isClosed(ring: readonly (readonly [number, number])[]): boolean {
  const first = ring[0];
  const last = ring.at(-1);
  return first !== undefined && last !== undefined && first[0] === last[0] && first[1] === last[1];
}
