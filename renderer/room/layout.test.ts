import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, columnsOf } from './layout.ts';
import type { TileView } from './view.ts';

const tile = (identity: string, source: 'camera' | 'screen' = 'camera', local = false): TileView => ({
  key: `${identity} ${source}`,
  identity,
  label: identity,
  area: '',
  local,
  source,
  picture: 'ready',
  media: '',
  speaking: false,
  muted: false,
  weak: false,
});
const options = { layout: 'speaker', speaker: null, pinned: null, page: 0 } as const;

describe('the stage', () => {
  const tiles = [tile('me', 'camera', true), tile('a'), tile('b')];

  it.each([
    ['nobody has spoken', tiles, options, 'a camera'],
    ['b speaks', tiles, { ...options, speaker: 'b' }, 'b camera'],
    ['a shares the screen', [...tiles, tile('a', 'screen')], { ...options, speaker: 'b' }, 'a screen'],
    ['one is kept large', tiles, { ...options, speaker: 'b', pinned: 'me camera' }, 'me camera'],
    ['who was kept large is gone', tiles, { ...options, speaker: 'b', pinned: 'x camera' }, 'b camera'],
    ['I am alone', [tiles[0] as TileView], options, 'me camera'],
    ['one is kept large in the grid', tiles, { ...options, layout: 'grid' as const, pinned: 'b camera' }, 'b camera'],
  ])('shows large when %s', (_, all, how, key) => expect(arrange(all, how).main?.key).toBe(key));

  it('has nothing large in the grid', () =>
    expect(arrange(tiles, { ...options, layout: 'grid' }).main).toBeUndefined());

  it('shows everybody once over its pages, at most nine and one at a time', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom('grid' as const, 'speaker' as const),
        (count, layout) => {
          const all = Array.from({ length: count }, (_, place) => tile(String(place)));
          const first = arrange(all, { ...options, layout });
          const seen = Array.from({ length: first.pages }, (_, page) => arrange(all, { ...options, layout, page }));
          for (const { rest } of seen) expect(rest.length).toBeLessThanOrEqual(9);
          const keys = [...(first.main ? [first.main] : []), ...seen.flatMap(({ rest }) => rest)].map(({ key }) => key);
          expect(keys.toSorted()).toEqual(all.map(({ key }) => key).toSorted());
        },
      ),
    ));

  it('stays on its last page when there are fewer', () => expect(arrange(tiles, { ...options, page: 9 }).page).toBe(0));

  it('has as many columns as a square needs', () =>
    expect([0, 1, 2, 4, 5, 9, 10, 16, 17].map(columnsOf)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5]));
});
