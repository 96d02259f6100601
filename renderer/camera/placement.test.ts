import { describe, expect, it } from 'vitest';
import { closeCell, emptyGrid, type Grid, place, placeAt, readGrid, shownCells, togglePin } from './placement.ts';

const open = (grid: Grid, ...cameras: string[]) => cameras.reduce((now, id) => place(now, id, `name ${id}`), grid);
const shown = (grid: Grid) => shownCells(grid).map((cell) => cell?.camera ?? '-');

describe('the places of cameras', () => {
  it('fills the first free tile', () => {
    expect(shown(open(emptyGrid, 'a', 'b'))).toEqual(['a', 'b', '-', '-']);
    expect(shown(open(closeCell(open(emptyGrid, 'a', 'b'), 'a'), 'c'))).toEqual(['c', 'b', '-', '-']);
  });

  it('replaces the oldest when all are taken, and the oldest that is not pinned', () => {
    const full = open(emptyGrid, 'a', 'b', 'c', 'd');
    expect(shown(open(full, 'e'))).toEqual(['e', 'b', 'c', 'd']);
    expect(shown(open(togglePin(full, 'a'), 'e'))).toEqual(['a', 'e', 'c', 'd']);
    const pinned = ['a', 'b', 'c', 'd'].reduce(togglePin, full);
    expect(shown(open(pinned, 'e'))).toEqual(['e', 'b', 'c', 'd']);
  });

  it('opens nothing twice', () => {
    const grid = open(emptyGrid, 'a', 'b');
    expect(open(grid, 'a')).toBe(grid);
  });

  it('changes the places of two tiles', () => {
    expect(shown(placeAt(open(emptyGrid, 'a', 'b'), 'a', 'a', 1))).toEqual(['b', 'a', '-', '-']);
    expect(shown(placeAt(open(emptyGrid, 'a', 'b'), 'a', 'a', 3))).toEqual(['-', 'b', '-', 'a']);
  });

  it('keeps what a smaller grid does not show, and fetches it from there', () => {
    const one: Grid = { ...open(emptyGrid, 'a', 'b', 'c'), size: 1 };
    expect(shown(one)).toEqual(['a']);
    expect(shown({ ...one, size: 4 })).toEqual(['a', 'b', 'c', '-']);
    const fetched = open(one, 'b');
    expect(shown(fetched)).toEqual(['b']);
    expect(fetched.cells.filter((cell) => cell?.camera === 'b')).toHaveLength(1);
  });

  it('remembers a grid, and starts anew from what is none', () => {
    const grid = togglePin(open(emptyGrid, 'a', 'b'), 'b');
    expect(readGrid(JSON.stringify(grid))).toEqual(grid);
    for (const bad of [null, '', '{}', '{"size":5,"cells":[]}', '[1]', 'null'])
      expect(readGrid(bad)).toEqual(emptyGrid);
    expect(shown(readGrid('{"size":4,"cells":[{"camera":1},{"camera":"a","name":"a","turn":1}]}'))).toEqual([
      '-',
      'a',
      '-',
      '-',
    ]);
  });
});
