const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;

/** A number from 1 to 99 in Chinese: 3 → 三, 10 → 十, 12 → 十二, 25 → 二十五. Throws a RangeError for others. */
export function chineseNumber(value: number): string {
  if (!Number.isInteger(value) || value < 1 || value > 99) throw new RangeError(`no Chinese number for ${value}`);
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  return (tens > 1 ? digits[tens] : '') + (tens > 0 ? '十' : '') + (ones > 0 ? digits[ones] : '');
}

/** What people call a village: 淮海社区居委会 → 淮海社区, 夹城居委会 → 夹城社区, 新河村委会 → 新河村. */
export function placeName(village: string): string {
  const committee = /^(.*?)(社区|村)?(居民委员会|居委会|村民委员会|村委会)$/.exec(village);
  if (!committee) return village;
  const [, stem = '', kind, body = ''] = committee;
  return stem + (kind ?? (body.startsWith('居') ? '社区' : '村'));
}

/** Name of a village's n-th grid: 淮海社区第三网格. */
export function gridName(village: string, number: number): string {
  return `${placeName(village)}第${chineseNumber(number)}网格`;
}
