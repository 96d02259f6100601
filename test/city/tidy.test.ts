import { describe, expect, it } from 'vitest';
import { type Corner, tidyRings } from './tidy.ts';

/** Corners on the source's lattice. */
const ring = (...corners: [number, number][]) => corners.map(([x, y]): Corner => [x / 1024, y / 1024]);
const tidy = (...corners: [number, number][]) =>
  tidyRings([ring(...corners)])[0]?.map(([x, y]) => [x * 1024, y * 1024]);
const square: [number, number][] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
];
const sorted = (corners: number[][] | undefined) => corners?.map(String).sort();

describe('tidying rings', () => {
  it('leaves a plain ring as it is, without its closing point and repetitions', () => {
    expect(sorted(tidy(...square, [0, 4], [0, 0]))).toEqual(sorted(square));
  });

  it.each<[string, [number, number][]]>([
    [
      'in the middle',
      [
        [0, 0],
        [4, 0],
        [6, 0],
        [4, 0],
        [4, 4],
        [0, 4],
      ],
    ],
    [
      'at the seam',
      [
        [-2, 0],
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 4],
        [0, 0],
      ],
    ],
    [
      'of several points',
      [
        [0, 0],
        [4, 0],
        [6, 0],
        [6, 2],
        [6, 0],
        [4, 0],
        [4, 4],
        [0, 4],
      ],
    ],
    [
      'that comes back only half',
      [
        [0, 0],
        [6, 0],
        [4, 0],
        [4, 4],
        [0, 4],
      ],
    ],
  ])('takes out a spike %s', (_, corners) => {
    expect(sorted(tidy(...corners))).toEqual(sorted(square));
  });

  it('takes off a speck on one corner', () => {
    expect(sorted(tidy([0, 0], [4, 0], [4, 4], [5, 5], [5, 6], [4, 4], [0, 4]))).toEqual(sorted(square));
  });

  it("gives an edge the corners of others' rings that lie on it", () => {
    const [first] = tidyRings([ring(...square), ring([4, 2], [6, 0], [6, 4])]);
    expect(first?.map(String)).toContain(String([4 / 1024, 2 / 1024]));
  });
});
