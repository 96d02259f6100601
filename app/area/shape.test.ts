import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packShape, unpackShape } from './shape.ts';

const degree = (least: number, most: number) =>
  fc.integer({ min: least * 1e6, max: most * 1e6 }).map((micro) => micro / 1e6);
const corner = fc.tuple(degree(-180, 180), degree(-90, 90));
const ring = fc.array(corner, { minLength: 3, maxLength: 20 }).map((corners) => {
  const [first] = corners;
  return first ? [...corners, [...first] as [number, number]] : [];
});

describe('a packed shape', () => {
  it('comes back as it was, to the millionth of a degree', () => {
    fc.assert(
      fc.property(fc.array(fc.array(ring, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), (shape) => {
        const back = unpackShape(packShape(shape));
        const expected = shape.flat(2);
        for (const [index, [x, y]] of back.flat(2).entries()) {
          expect(x).toBeCloseTo(expected[index]?.[0] ?? Number.NaN, 6);
          expect(y).toBeCloseTo(expected[index]?.[1] ?? Number.NaN, 6);
        }
        expect(back.flat(2)).toHaveLength(expected.length);
      }),
    );
  });

  it('keeps shared corners shared', () => {
    const [left] = packShape([
      [
        [
          [119, 33],
          [119.1, 33],
          [119.1, 33.1],
          [119, 33],
        ],
      ],
    ]);
    const [right] = packShape([
      [
        [
          [119.1, 33.1],
          [119.1, 33],
          [119.2, 33],
          [119.1, 33.1],
        ],
      ],
    ]);
    const leftCorners = unpackShape([left ?? []])
      .flat(2)
      .map(String);
    const rightCorners = unpackShape([right ?? []])
      .flat(2)
      .map(String);
    expect(leftCorners.filter((each) => rightCorners.includes(each)).length).toBeGreaterThanOrEqual(2);
  });
});
