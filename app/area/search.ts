import type { Area } from './model.ts';

/** How well a row fits what was typed; lower is better, null is not at all. */
function rank(area: Pick<Area, 'code' | 'name' | 'pinyin' | 'initials'>, wanted: string): number | null {
  if (area.name === wanted) return 0;
  if (area.name.startsWith(wanted)) return 1;
  if (/^\d+$/.test(wanted)) return area.code.startsWith(wanted) ? 2 : null;
  if (area.name.includes(wanted)) return 2;
  if (/^[a-z]+$/.test(wanted)) {
    if (area.initials === wanted) return 2;
    if (area.initials.startsWith(wanted)) return 3;
    if (area.pinyin.startsWith(wanted)) return 4;
    if (area.initials.includes(wanted)) return 5;
    if (wanted.length > 2 && area.pinyin.includes(wanted)) return 6;
  }
  return null;
}

/**
 * The areas that fit best: by Chinese name, pinyin, pinyin initials or code. Among equals the higher level first,
 * then by code.
 */
export function searchAreas(areas: readonly Area[], text: string, most: number): Area[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  return areas
    .flatMap((area) => {
      const found = rank(area, wanted);
      return found === null ? [] : [{ area, found }];
    })
    .sort(
      (a, b) => a.found - b.found || a.area.code.length - b.area.code.length || (a.area.code < b.area.code ? -1 : 1),
    )
    .slice(0, most)
    .map(({ area }) => area);
}
