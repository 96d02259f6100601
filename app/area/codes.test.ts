import { assert, property, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ancestorAt,
  ancestorsOf,
  commonAncestor,
  gridCode,
  isAncestorOf,
  isAreaCode,
  isWithin,
  levelOf,
  parentOf,
} from './codes.ts';
import { levels } from './model.ts';

const anyCode = stringMatching(/^[1-9]\d{3}(\d{2}(\d{3}(\d{3}(\d{3})?)?)?)?$/);

describe('an area code', () => {
  it('tells its level by its length', () => {
    const codes = ['3208', '320812', '320812008', '320812008001', '320812008001003'];
    expect(codes.map(levelOf)).toEqual([...levels]);
  });

  it.each(['', '32', '32081', '03208', '0208', '32 8', '32081a', '３２０８', '3208120080010031'])(
    'is not %j',
    (code) => {
      expect(isAreaCode(code)).toBe(false);
      expect(() => levelOf(code)).toThrow(RangeError);
      expect(isWithin(code, code)).toBe(false);
    },
  );

  it('has its prefixes for ancestors', () => {
    expect(ancestorsOf('320812008001003')).toEqual(['3208', '320812', '320812008', '320812008001']);
    expect(ancestorsOf('3208')).toEqual([]);
    expect(parentOf('320812')).toBe('3208');
    expect(parentOf('3208')).toBe('');
    expect(ancestorAt('320812008001', 'county')).toBe('320812');
    expect(ancestorAt('320812008001', 'village')).toBe('320812008001');
    expect(ancestorAt('320812008001', 'grid')).toBeUndefined();
  });

  it('lies in itself and in each of its ancestors', () => {
    assert(
      property(anyCode, (code) => {
        expect(isWithin(code, code)).toBe(true);
        for (const ancestor of ancestorsOf(code)) {
          expect(isAncestorOf(ancestor, code)).toBe(true);
          expect(isAncestorOf(code, ancestor)).toBe(false);
        }
      }),
    );
  });

  it('shares an ancestor with others that holds them all', () => {
    expect(commonAncestor(['320812008001', '320812008002', '320812009'])).toBe('320812');
    expect(commonAncestor(['320812', '320812008'])).toBe('320812');
    expect(commonAncestor(['3208', '3209'])).toBeUndefined();
    expect(commonAncestor([])).toBeUndefined();
  });

  it('of a grid is its village and three digits', () => {
    expect(gridCode('320812008001', 3)).toBe('320812008001003');
    for (const number of [0, 1000, 1.5, Number.NaN]) expect(() => gridCode('320812008001', number)).toThrow(RangeError);
    expect(() => gridCode('320812008', 1)).toThrow(RangeError);
  });
});
