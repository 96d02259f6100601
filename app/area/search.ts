import { ancestorsOf } from './codes.ts';
import type { Area } from './model.ts';

/** What a search looks at: name, code, and pinyin (without tones or spaces) as data. */
export type Searchable = Pick<Area, 'code' | 'name' | 'pinyin' | 'initials'>;

/** How well a row fits one word; lower is better, null is not at all. */
function rank(area: Searchable, wanted: string): number | null {
  if (area.name === wanted || area.code === wanted) return 0;
  if (area.name.startsWith(wanted)) return 1;
  if (/^\d+$/.test(wanted)) return area.code.startsWith(wanted) ? 2 : null;
  if (area.name.includes(wanted)) return 2;
  const letters = wanted.replaceAll(/['’]/g, '').replaceAll('ü', 'v');
  if (!/^[a-z]+$/.test(letters)) return null;
  if (area.initials === letters || area.pinyin === letters) return 2;
  if (area.initials.startsWith(letters)) return 3;
  if (area.pinyin.startsWith(letters)) return 4;
  if (area.initials.includes(letters)) return 5;
  return letters.length > 2 && area.pinyin.includes(letters) ? 6 : null;
}

/** The words of what was typed. NFKC makes plain letters and digits of the full-width ones of Chinese input methods. */
function wordsOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/**
 * The areas that fit best: by Chinese name, pinyin, pinyin initials or code. Of several words the last names the area
 * and the others it or an area above ("涟水 新河", "ls xinhe"), as villages of one name are many. Among equals the
 * higher level first, then by code.
 */
export function searchAreas<T extends Searchable>(areas: readonly T[], text: string, most: number): T[] {
  const words = wordsOf(text);
  const last = words.pop();
  if (last === undefined) return [];
  const found = areas.flatMap((area) => {
    const fit = rank(area, last);
    return fit === null ? [] : [{ area, fit }];
  });
  const narrowed = words.length === 0 ? found : found.filter(narrowing(areas, words));
  return narrowed
    .sort((a, b) => a.fit - b.fit || a.area.code.length - b.area.code.length || (a.area.code < b.area.code ? -1 : 1))
    .slice(0, Math.max(0, most))
    .map(({ area }) => area);
}

/** Does each word fit the area itself or one above it? */
function narrowing<T extends Searchable>(areas: readonly T[], words: readonly string[]) {
  const byCode = new Map(areas.map((area) => [area.code, area]));
  return ({ area }: { area: T }): boolean => {
    const line = [area, ...ancestorsOf(area.code).flatMap((code) => byCode.get(code) ?? [])];
    return words.every((word) => line.some((each) => rank(each, word) !== null));
  };
}
