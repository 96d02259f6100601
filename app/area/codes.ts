/**
 * Area codes: the statistics code of a place, whose prefix is its ancestor. Jurisdiction is therefore one prefix test,
 * the same here, in SQL and in the names of rooms.
 */
import { type Level, levels } from './model.ts';

/** Digits of a code by level: statistics codes of the National Bureau of Statistics, and three more for the grid. */
const digits: Readonly<Record<Level, number>> = { city: 4, county: 6, town: 9, village: 12, grid: 15 };

/** How many digits a code of this level has. */
export function digitsOf(level: Level): number {
  return digits[level];
}

/** Is this the code of an area of any level? Its form only, not whether there is such an area. */
export function isAreaCode(code: string): boolean {
  return /^[1-9]\d*$/.test(code) && levels.some((level) => digits[level] === code.length);
}

/** Level of a code by its length. Throws a RangeError for what is no area code. */
export function levelOf(code: string): Level {
  const level = levels.find((each) => digits[each] === code.length);
  if (!level || !isAreaCode(code)) throw new RangeError(`not an area code: ${JSON.stringify(code)}`);
  return level;
}

/** Codes of all areas above, the city first. */
export function ancestorsOf(code: string): string[] {
  return levels.map((level) => code.slice(0, digits[level])).filter((each) => each.length < code.length);
}

/** Code of the area one level above; empty for the city. */
export function parentOf(code: string): string {
  return ancestorsOf(code).at(-1) ?? '';
}

/** Code of the area of this level that holds the area (itself on its own level); undefined when the level is below. */
export function ancestorAt(code: string, level: Level): string | undefined {
  return digits[level] > code.length ? undefined : code.slice(0, digits[level]);
}

/** Is the area the other one itself, or does it lie in it? What is no area code lies in nothing and holds nothing. */
export function isWithin(code: string, ancestor: string): boolean {
  return isAreaCode(code) && isAreaCode(ancestor) && code.startsWith(ancestor);
}

/** Does the first area lie above the other one? */
export function isAncestorOf(ancestor: string, code: string): boolean {
  return ancestor !== code && isWithin(code, ancestor);
}

/** The narrowest area that holds all of them; undefined when there is none. */
export function commonAncestor(codes: readonly string[]): string | undefined {
  const [first] = codes;
  if (first === undefined) return undefined;
  return [first, ...ancestorsOf(first).reverse()].find((area) => codes.every((code) => isWithin(code, area)));
}

/** Code of a village's n-th grid, 1 to 999. Throws a RangeError for another number or what is no village. */
export function gridCode(village: string, number: number): string {
  if (levelOf(village) !== 'village') throw new RangeError(`not a village: ${village}`);
  if (!Number.isInteger(number) || number < 1 || number > 999) throw new RangeError(`not a grid's number: ${number}`);
  return village + String(number).padStart(3, '0');
}
