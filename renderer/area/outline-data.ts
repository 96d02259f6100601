import { type PackedShape, unpackShape } from '../../app/area/index.ts';

/** Outlines in the form in which deck.gl takes them without looking at each one. */
export interface OutlineData {
  /** Codes of the areas, by their place. */
  readonly codes: readonly string[];
  /** Rings as open paths, one after the other. */
  readonly paths: {
    readonly length: number;
    readonly startIndices: Uint32Array;
    readonly attributes: { readonly getPath: { readonly value: Float64Array; readonly size: 2 } };
  };
  /** One entry for each polygon, for filling and picking. */
  readonly polygons: readonly { readonly code: string; readonly polygon: [number, number][][] }[];
}

/** Flattens the outlines of one level once; the map then draws them from typed arrays. */
export function outlineData(shapes: readonly { code: string; shape: PackedShape }[]): OutlineData {
  const polygons = shapes.flatMap(({ code, shape }) => unpackShape(shape).map((polygon) => ({ code, polygon })));
  const rings = polygons.flatMap(({ polygon }) => polygon);
  const corners = rings.reduce((sum, ring) => sum + ring.length, 0);
  const value = new Float64Array(corners * 2);
  const startIndices = new Uint32Array(rings.length + 1);
  let corner = 0;
  rings.forEach((ring, index) => {
    startIndices[index] = corner;
    for (const [longitude, latitude] of ring) {
      value[corner * 2] = longitude;
      value[corner * 2 + 1] = latitude;
      corner += 1;
    }
  });
  startIndices[rings.length] = corner;
  return {
    codes: shapes.map(({ code }) => code),
    paths: { length: rings.length, startIndices, attributes: { getPath: { value, size: 2 } } },
    polygons,
  };
}
