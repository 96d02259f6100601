import { describe, expect, it } from 'vitest';
import { type Searchable, searchAreas } from './search.ts';

const areas: Searchable[] = [
  { code: '3208', name: '淮安市', pinyin: 'huaianshi', initials: 'has' },
  { code: '320803', name: '淮安区', pinyin: 'huaianqu', initials: 'haq' },
  { code: '320812', name: '清江浦区', pinyin: 'qingjiangpuqu', initials: 'qjpq' },
  { code: '320812008', name: '淮海街道', pinyin: 'huaihaijiedao', initials: 'hhjd' },
  { code: '320812008001', name: '淮海社区居委会', pinyin: 'huaihaishequjuweihui', initials: 'hhsqjwh' },
  { code: '320826', name: '涟水县', pinyin: 'lianshuixian', initials: 'lsx' },
  { code: '320826100', name: '高沟镇', pinyin: 'gaogouzhen', initials: 'ggz' },
  { code: '320826100201', name: '新河村委会', pinyin: 'xinhecunweihui', initials: 'xhcwh' },
  { code: '320803101201', name: '新河村委会', pinyin: 'xinhecunweihui', initials: 'xhcwh' },
  { code: '320803101202', name: '吕庄村委会', pinyin: 'lvzhuangcunweihui', initials: 'lzcwh' },
];

const codes = (text: string, most = 10) => searchAreas(areas, text, most).map(({ code }) => code);

describe('a search for areas', () => {
  it.each([
    ['清江浦', ['320812']],
    ['江浦', ['320812']],
    ['淮海', ['320812008', '320812008001']],
    ['qjpq', ['320812']],
    ['qingj', ['320812']],
    ['QINGJ', ['320812']],
    ['gao', ['320826100']],
    ['ggz', ['320826100']],
    ['shequ', ['320812008001']],
    ['320826', ['320826', '320826100', '320826100201']],
    ['３２０８２６１', ['320826100', '320826100201']],
    ["huai'anqu", ['320803']],
    ['lüzhuang', ['320803101202']],
  ])('finds by %s', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  it('puts the exact one first, then the higher level', () => {
    expect(codes('has')[0]).toBe('3208');
    expect(codes('淮安')).toEqual(['3208', '320803']);
    expect(codes('新河村委会')).toEqual(['320803101201', '320826100201']);
  });

  it('narrows by the areas above', () => {
    expect(codes('涟水 新河')).toEqual(['320826100201']);
    expect(codes('ls xinhe')).toEqual(['320826100201']);
    expect(codes('高沟 涟水 xhc')).toEqual(['320826100201']);
    expect(codes('清江浦 新河')).toEqual([]);
  });

  it('gives no more than asked for, and nothing for nothing', () => {
    expect(codes('淮', 2)).toHaveLength(2);
    expect(codes('淮', 0)).toEqual([]);
    for (const text of ['', '  ', '%', '\\', '(', 'zzz', '9']) expect(codes(text)).toEqual([]);
  });
});
