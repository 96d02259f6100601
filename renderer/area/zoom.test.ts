import { describe, expect, it } from 'vitest';
import type { Area } from '../../app/area/index.ts';
import { gridCounties, levelAt, overlaps } from './zoom.ts';

const area = (code: string, west: number): Area => ({
  code,
  name: code,
  pinyin: '',
  initials: '',
  longitude: west,
  latitude: 33,
  bounds: [west, 33, west + 0.5, 33.5],
});

describe('what is drawn at a zoom', () => {
  it.each([
    [6, 'county'],
    [9, 'county'],
    [10, 'town'],
    [12, 'village'],
    [13, 'grid'],
    [18, 'grid'],
  ] as const)('zoom %d names the level %s', (zoom, level) => expect(levelAt(zoom)).toBe(level));

  it('draws the grids of the counties in view, only when near', () => {
    const counties = [area('320803', 119), area('320804', 119.5), area('320812', 121)];
    expect(gridCounties(counties, [119.4, 33.1, 119.6, 33.2], 13)).toEqual(['320803', '320804']);
    expect(gridCounties(counties, [119.4, 33.1, 119.6, 33.2], 11)).toEqual([]);
  });

  it('knows boxes that touch', () => {
    expect(overlaps([0, 0, 1, 1], [1, 1, 2, 2])).toBe(true);
    expect(overlaps([0, 0, 1, 1], [1.1, 0, 2, 1])).toBe(false);
  });
});
