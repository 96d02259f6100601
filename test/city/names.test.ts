import { describe, expect, it } from 'vitest';
import { chineseNumber, gridName, placeName } from './names.ts';

describe('names of grids', () => {
  it.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [99, '九十九'],
  ])('count %d as %s', (value, text) => {
    expect(chineseNumber(value)).toBe(text);
  });

  it.each([0, 100, 1.5, Number.NaN])('do not count to %d', (value) => {
    expect(() => chineseNumber(value)).toThrow(RangeError);
  });

  it.each([
    ['淮海社区居委会', '淮海社区'],
    ['淮海社区居民委员会', '淮海社区'],
    ['夹城居委会', '夹城社区'],
    ['新河村委会', '新河村'],
    ['新河村村民委员会', '新河村'],
    ['种猪场生活区', '种猪场生活区'],
    ['经济开发区虚拟社区', '经济开发区虚拟社区'],
  ])('call %s %s', (village, place) => {
    expect(placeName(village)).toBe(place);
  });

  it('join both', () => {
    expect(gridName('淮海社区居委会', 3)).toBe('淮海社区第三网格');
  });
});
